package dev.envctl.runner.settings;

import dev.envctl.problem.Problem;
import dev.envctl.problem.ProblemException;
import dev.envctl.problem.Problems;
import dev.envctl.problem.Source;
import dev.envctl.schema.FieldSchema;
import dev.envctl.schema.SchemaLoader;
import dev.envctl.spec.SettingsFile;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// Reads `runner.yaml`: the schema first, then what a schema cannot say, then the records. Everything that is wrong is
/// said at once, and no secret that somebody wrote there by mistake is repeated.
public final class SettingsReader {

    private static final Comparator<Problem> BY_PLACE = Comparator.comparing(
                    (Problem problem) -> problem.source().map(Source::line).orElse(0))
            .thenComparing(problem -> problem.source().map(Source::column).orElse(0));

    private final Path workingDirectory;
    private final String host;

    /// `host` names the replica where the settings do not.
    public SettingsReader(Path workingDirectory, String host) {
        this.workingDirectory = workingDirectory.toAbsolutePath().normalize();
        this.host = host;
    }

    /// What was read, and what to know about it that does not stop the runner.
    public record Reading(RunnerSettings settings, List<Problem> warnings) {
        public Reading {
            warnings = List.copyOf(warnings);
        }
    }

    /// Throws [ProblemException] with every problem and every warning.
    public Reading read(Path file) {
        Problems problems = new Problems();
        FieldSchema schema = schema();
        Optional<SettingsFile> read = SettingsFile.read(file, workingDirectory, "Runner", schema, problems);
        read.ifPresent(settings -> check(settings, schema, problems));
        List<Problem> found = problems.list().stream().sorted(BY_PLACE).toList();
        if (problems.hasErrors()) {
            throw new ProblemException(found);
        }
        Setting root = Setting.root(read.orElseThrow().value());
        return new Reading(new SettingsBuilder(workingDirectory, host).build(root), found);
    }

    public static FieldSchema schema() {
        return SchemaLoader.shipped().document("Runner");
    }

    private static void check(SettingsFile file, FieldSchema schema, Problems problems) {
        Findings findings = new Findings(problems, file.positions());
        Setting root = Setting.root(file.value());
        new SecretChecks(findings).check(root, schema);
        new AddressChecks(findings).check(root);
        new PeopleChecks(findings).check(root);
        List<String> forges = root.entries("forges").stream().map(Setting::key).toList();
        new RepositoryChecks(findings, forges).check(root.elements("repositories"));
    }
}
