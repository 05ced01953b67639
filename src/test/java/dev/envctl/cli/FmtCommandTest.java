package dev.envctl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.envctl.cli.SandboxRunner.Outcome;
import dev.envctl.testing.GoldenFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Files in and files out; what is printed stands in `cases/fmt`.
class FmtCommandTest {

    private static final String ENVIRONMENT = """
        apiVersion: envctl.dev/v1
        kind: Environment
        metadata: {name: dev}
        spec: {target: sandbox}
        """;
    private static final String SCRIBBLED = "kind:   Role\nmetadata: { name: jobs }\nspec:\n    tags:\n    - a\n";
    private static final String FORMATTED = "kind: Role\nmetadata: {name: jobs}\nspec:\n  tags:\n    - a\n";

    @TempDir
    private Path directory;

    private SandboxRunner envctl = new SandboxRunner(Path.of(""));

    @BeforeEach
    void anEnvironment() {
        envctl = new SandboxRunner(directory);
        write("environments/dev/environment.yaml", ENVIRONMENT);
    }

    private Path write(String name, String text) {
        try {
            Path file = directory.resolve(name);
            Files.createDirectories(file.getParent());
            return Files.writeString(file, text);
        } catch (IOException exception) {
            throw new UncheckedIOException(exception);
        }
    }

    private String read(String name) {
        return GoldenFiles.read(directory.resolve(name));
    }

    private Outcome says(String golden, int exit, String... command) {
        Outcome outcome = envctl.run(command);
        assertThat(outcome.exit()).as(outcome.err()).isEqualTo(exit);
        GoldenFiles.check(
                "fmt/" + golden + ".txt",
                "$ envctl " + String.join(" ", command) + "\n" + outcome.out() + outcome.err() + "exit code "
                        + outcome.exit() + "\n");
        return outcome;
    }

    // what changes

    @Test
    void filesAreRewrittenAndNamedAndASecondTimeThereIsNothingToSay() {
        write("environments/dev/roles.yaml", SCRIBBLED);

        says("rewritten", 0, "fmt", "environments");

        assertThat(read("environments/dev/roles.yaml")).isEqualTo(FORMATTED);
        assertThat(envctl.run("fmt", "environments")).isEqualTo(new Outcome(0, "", ""));
        assertThat(envctl.files()).containsExactly("environments/dev/environment.yaml", "environments/dev/roles.yaml");
    }

    @Test
    void aCheckChangesNothingAndExitsWithOne() {
        write("environments/dev/roles.yaml", SCRIBBLED);
        write("environments/dev/more/roles.yaml", SCRIBBLED);

        Outcome outcome = says("check", 1, "fmt", "environments", "--check");

        assertThat(outcome.out()).isEqualTo("environments/dev/more/roles.yaml\nenvironments/dev/roles.yaml\n");
        assertThat(read("environments/dev/roles.yaml")).isEqualTo(SCRIBBLED);
    }

    @Test
    void aCheckOfWhatIsFormattedSaysNothing() {
        assertThat(envctl.run("fmt", "environments", "--check")).isEqualTo(new Outcome(0, "", ""));
    }

    @Test
    void whatIsNotYamlIsLeftAloneAndTheOthersAreDone() {
        write("environments/dev/broken.yaml", "kind:   Role\nspec: [a\nmore: 1\n");
        write("environments/dev/no.yaml", "kind:   Role\nspec: {enabled: no, enabled: 1}\n");
        write("environments/dev/roles.yaml", SCRIBBLED);

        says("broken", 1, "fmt", "environments");

        assertThat(read("environments/dev/broken.yaml")).startsWith("kind:   Role");
        assertThat(read("environments/dev/no.yaml")).startsWith("kind:   Role");
        assertThat(read("environments/dev/roles.yaml")).isEqualTo(FORMATTED);
    }

    @Test
    void documentsNeedNotMakeSense() {
        write("environments/dev/nonsense.yaml", "kind:   Nonsense\n---\n-   a\n");

        assertThat(envctl.run("fmt", "environments").exit()).isZero();

        assertThat(read("environments/dev/nonsense.yaml")).isEqualTo("kind: Nonsense\n---\n- a\n");
    }

    @Test
    void whatAnEditorOfAnotherSystemLeftGoes() throws IOException {
        Path file = write("environments/dev/roles.yaml", "\uFEFF" + FORMATTED.replace("\n", "\r\n"));

        assertThat(envctl.run("fmt", "environments").out()).isEqualTo("environments/dev/roles.yaml\n");

        assertThat(Files.readAllBytes(file)).isEqualTo(FORMATTED.getBytes(StandardCharsets.UTF_8));
    }

    // which files

    @Test
    void modulesAreFoundWhereverTheyAreAndOtherYamlIsNot() {
        List<String> ours = List.of(
                "environments/dev/modules/inner/module.yaml",
                "environments/dev/modules/inner/roles/all.yaml",
                "environments/dev/roles.yaml",
                "modules/outer/module.yaml");
        ours.forEach(name -> write(name, SCRIBBLED));
        List<String> others = List.of(
                "charts/app/values.yaml", "environments/dev/.hidden/a.yaml", "environments/dev/notes.yml", "ci.yaml");
        others.forEach(name -> write(name, SCRIBBLED));

        Outcome outcome = envctl.run("fmt", ".");

        assertThat(outcome.out().lines()).containsExactlyElementsOf(ours);
        assertThat(others).allSatisfy(name -> assertThat(read(name)).isEqualTo(SCRIBBLED));
    }

    @Test
    void severalDirectoriesAreTakenAndEachFileOnce() {
        write("modules/outer/module.yaml", SCRIBBLED);
        write("environments/dev/roles.yaml", SCRIBBLED);

        Outcome outcome = envctl.run("fmt", "modules/outer", "environments", "environments/dev");

        assertThat(outcome.out()).isEqualTo("modules/outer/module.yaml\nenvironments/dev/roles.yaml\n");
    }

    @Test
    void whereThereIsNeitherEnvironmentNorModule() {
        write("charts/app/values.yaml", SCRIBBLED);

        says("nothing-there", 1, "fmt", "charts");
        assertThat(envctl.run("fmt", "nowhere").err()).contains("ENV-1001");
    }

    // how they are written

    @Test
    void permissionsStay() throws IOException {
        Path file = write("environments/dev/roles.yaml", SCRIBBLED);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw-r-x"));

        envctl.run("fmt", "environments");

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-rw-r-x");
        assertThat(file).hasContent(FORMATTED);
    }

    @Test
    void aLinkStaysALinkToTheFileThatIsFormatted() throws IOException {
        Path shared = write("shared/roles.yaml", SCRIBBLED);
        Path link = directory.resolve("environments/dev/roles.yaml");
        Files.createSymbolicLink(link, Path.of("../../shared/roles.yaml"));
        Files.createSymbolicLink(directory.resolve("environments/dev/same.yaml"), Path.of("roles.yaml"));
        Files.createSymbolicLink(directory.resolve("environments/dev/gone.yaml"), Path.of("nowhere"));

        assertThat(envctl.run("fmt", "environments")).isEqualTo(new Outcome(0, "environments/dev/roles.yaml\n", ""));

        assertThat(link).isSymbolicLink();
        assertThat(shared).hasContent(FORMATTED);
    }

    /// The file that is written beside it, before it is moved to its place, leads to a device that is always full.
    @Test
    void aFileThatCannotBeWrittenIsAsItWas() throws IOException {
        write("environments/dev/before.yaml", SCRIBBLED);
        write("environments/dev/roles.yaml", SCRIBBLED);
        Path part = directory.resolve(
                "environments/dev/before.yaml.part" + ProcessHandle.current().pid());
        Files.createSymbolicLink(part, Path.of("/dev/full"));

        says("full-disk", 1, "fmt", "environments");

        assertThat(read("environments/dev/before.yaml")).isEqualTo(SCRIBBLED);
        assertThat(read("environments/dev/roles.yaml")).isEqualTo(FORMATTED);
        assertThat(part).doesNotExist();
    }

    // for programs

    @Test
    void programsGetTheFilesAndTheProblemsInOneDocument() throws IOException {
        write("environments/dev/broken.yaml", "a: [\n");
        write("environments/dev/roles.yaml", SCRIBBLED);

        Outcome outcome = envctl.run("fmt", "environments", "--check", "--format", "json");

        JsonNode document = new JsonMapper().readTree(outcome.out());
        assertThat(outcome.exit()).isEqualTo(1);
        assertThat(outcome.err()).isEmpty();
        assertThat(document.at("/envctl/files").toString()).isEqualTo("[\"environments/dev/roles.yaml\"]");
        assertThat(document.at("/diagnostics/0/code").asText()).isEqualTo("ENV-0101");
    }

    @Test
    void aStreamHasALineForEach() {
        write("environments/dev/broken.yaml", "a: [\n");
        write("environments/dev/roles.yaml", SCRIBBLED);

        Outcome outcome = envctl.run("fmt", "environments", "--json");

        assertThat(outcome.exit()).isEqualTo(1);
        assertThat(outcome.err()).isEmpty();
        assertThat(outcome.out().lines())
                .satisfiesExactly(
                        line -> assertThat(line).contains("\"type\":\"version\""),
                        line -> assertThat(line)
                                .contains("\"@message\":\"environments/dev/roles.yaml: formatted\"")
                                .contains("\"envctl\":{\"file\":\"environments/dev/roles.yaml\"}"),
                        line -> assertThat(line).contains("\"type\":\"diagnostic\"", "ENV-0101"));
        assertThat(read("environments/dev/roles.yaml")).isEqualTo(FORMATTED);
    }
}
