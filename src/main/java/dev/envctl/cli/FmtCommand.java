package dev.envctl.cli;

import dev.envctl.problem.Code;
import dev.envctl.problem.Problem;
import dev.envctl.problem.ProblemException;
import dev.envctl.report.Json;
import dev.envctl.report.ProblemJson;
import dev.envctl.report.Words;
import dev.envctl.spec.FormattedFile;
import dev.envctl.spec.YamlFinder;
import dev.envctl.value.Value;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// One layout for everybody's YAML, so that a difference in git is a difference in what is wanted.
@CommandLine.Command(
        name = "fmt",
        description =
                "Write the YAML files of environments and modules in the one layout, and list those that it changed."
                        + " Comments stay, and what the documents say.",
        footer = {"", "envctl fmt environments", "envctl fmt environments modules --check"})
final class FmtCommand implements Command {

    @Parameters(
            arity = "1..*",
            paramLabel = "DIR",
            description = "An environment's or a module's directory, or one with some below it.")
    private List<String> directories = new ArrayList<>();

    @Option(
            names = "--check",
            description = "Change nothing; list the files that would change, and exit with 1 if there are any.")
    private boolean check;

    @Mixin
    private final SharedOptions shared = new SharedOptions();

    private final Program program;

    FmtCommand(Program program) {
        this.program = program;
    }

    @Override
    public SharedOptions shared() {
        return shared;
    }

    @Override
    public Integer call() {
        Invocation invocation = program.begin(shared);
        new Output(invocation).version();
        Path here = invocation.shell().directory();
        List<Attempt<FormattedFile>> attempts = new YamlFinder(here)
                .find(directories).stream()
                        .map(file -> Attempt.of(() -> format(file, here)))
                        .toList();
        List<String> changed = Attempt.values(attempts).stream()
                .filter(FormattedFile::isChanged)
                .map(FormattedFile::name)
                .toList();
        List<ExitCode> codes = new ArrayList<>(List.of(show(invocation, changed, attempts)));
        if (check && !changed.isEmpty()) {
            codes.add(ExitCode.ERROR);
        }
        return ExitCode.worst(codes).number();
    }

    private FormattedFile format(Path file, Path here) {
        FormattedFile formatted = FormattedFile.read(file, here);
        if (formatted.isChanged() && !check) {
            write(formatted);
        }
        return formatted;
    }

    /// Where the name is a link, what it leads to is written and the link stays. A file that may not be written
    /// could still be replaced, and is not.
    private static void write(FormattedFile formatted) {
        try {
            Path file = formatted.file().toRealPath();
            if (!Files.isWritable(file)) {
                throw new IOException("it is read-only");
            }
            WholeFile.write(file, formatted.text().getBytes(StandardCharsets.UTF_8));
        } catch (IOException refused) {
            throw new ProblemException(
                    Problem.of(
                                    Code.FILE_NOT_WRITTEN,
                                    "Writing %s: %s.".formatted(formatted.name(), PlanStore.reason(refused)))
                            .withHint("It is as it was. envctl fmt --check lists what is not formatted, and writes"
                                    + " nothing."),
                    refused);
        }
    }

    private ExitCode show(Invocation invocation, List<String> changed, List<Attempt<FormattedFile>> attempts) {
        Console console = invocation.console();
        if (shared.json) {
            changed.forEach(name -> console.result(
                    new Output(invocation).stream().file(name, check ? "not formatted" : "formatted") + "\n"));
            return invocation.tell(attempts);
        }
        if (shared.isForPrograms()) {
            List<Problem> problems = Attempt.problems(attempts);
            console.result(Json.pretty(ProblemJson.document(problems)
                    .with("envctl", new Value.MapValue(Map.of("files", Value.texts(changed))))));
            return ExitCode.of(problems);
        }
        changed.forEach(name -> console.result(name + "\n"));
        if (check && !changed.isEmpty()) {
            console.note("%s not formatted. To format:\n\n    envctl fmt %s\n\n"
                    .formatted(
                            changed.size() == 1 ? "1 file is" : Words.count(changed.size(), "file") + " are",
                            String.join(" ", directories)));
        }
        return invocation.tell(attempts);
    }
}
