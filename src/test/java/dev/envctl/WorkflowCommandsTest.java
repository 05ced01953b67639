package dev.envctl;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.envctl.cli.Main;
import dev.envctl.cli.Shell;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.eclipse.jgit.api.Git;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Every `envctl …` of the workflows, run one after the other as they would on GitHub: a pull request is planned,
/// merged and applied by its digest, and the next night finds no drift.
class WorkflowCommandsTest {

    private static final List<String> ORDER = List.of("plan.yml", "apply.yml", "drift.yml");

    @TempDir
    private Path repository;

    private final Map<String, String> variables = new LinkedHashMap<>();

    private record Outcome(int exit, String out, String err) {}

    @Test
    void planApplyAndDriftWorkOnAPullRequest() throws Exception {
        variables.put("$BASE", repositoryWithAPullRequest());
        Files.createDirectory(repository.resolve("plans"));

        List<String> run = new ArrayList<>();
        for (List<String> command : commands()) {
            Outcome outcome = envctl(command);
            assertThat(outcome.exit())
                    .as("envctl %s%n%s%n%s", String.join(" ", command), outcome.out(), outcome.err())
                    .isZero();
            remember(command, outcome);
            run.add(command.getFirst());
        }

        assertThat(run).containsExactly("fmt", "changed", "plan", "show", "apply", "drift");
    }

    /// What the scripts read out of an answer, with `read` and with `jq .envctl.digest`.
    private void remember(List<String> command, Outcome outcome) throws IOException {
        switch (command.getFirst()) {
            case "fmt" -> assertThat(outcome.out()).isEmpty();
            case "changed" -> {
                assertThat(outcome.out()).isEqualTo("environments/sandbox\n");
                variables.put("$environment", outcome.out().strip());
            }
            case "plan" -> assertThat(outcome.out()).contains("22 to add");
            case "show" ->
                variables.put(
                        "$digest",
                        new JsonMapper()
                                .readTree(outcome.out())
                                .at("/envctl/digest")
                                .asText());
            case "apply" -> assertThat(outcome.out()).contains("Apply complete!");
            default -> assertThat(outcome.out()).contains("No drift");
        }
    }

    private List<List<String>> commands() throws IOException {
        List<Workflow> workflows = Workflow.all();
        assertThat(workflows.stream()
                        .filter(workflow -> !workflow.commands().isEmpty())
                        .map(Workflow::toString))
                .containsExactlyInAnyOrderElementsOf(ORDER);
        return ORDER.stream()
                .flatMap(name -> workflows.stream()
                        .filter(workflow -> workflow.toString().equals(name)))
                .flatMap(workflow -> workflow.commands().stream())
                .toList();
    }

    /// The commit that the pull request starts from.
    private String repositoryWithAPullRequest() throws Exception {
        Path environment = Files.createDirectories(repository.resolve("environments/sandbox"));
        try (Stream<Path> files = Files.list(Path.of("environments/sandbox"));
                Git git = Git.init().setDirectory(repository.toFile()).call()) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Files.copy(file, environment.resolve(file.getFileName()));
            }
            String base = commit(git);
            Path settings = environment.resolve("environment.yaml");
            Files.writeString(settings, Files.readString(settings).replace("emr-7.9.0-latest", "emr-7.8.0-latest"));
            commit(git);
            return base;
        }
    }

    private static String commit(Git git) throws Exception {
        git.add().addFilepattern("environments").call();
        return git.commit()
                .setMessage("a change")
                .setAuthor("Ada", "ada@example.com")
                .setCommitter("Ada", "ada@example.com")
                .setSign(false)
                .call()
                .name();
    }

    private Outcome envctl(List<String> command) {
        List<String> words =
                command.stream().map(word -> variables.getOrDefault(word, word)).toList();
        var out = new ByteArrayOutputStream();
        var err = new ByteArrayOutputStream();
        Shell shell = Shell.of(
                new ByteArrayInputStream(new byte[0]),
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                Map.of("HOME", repository.toString()),
                repository);
        int exit = Main.run(words, shell);
        return new Outcome(exit, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }
}
