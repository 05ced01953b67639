package dev.envctl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.envctl.cli.CommandRunner.Outcome;
import dev.envctl.problem.Code;
import dev.envctl.provider.ProviderException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CommandsTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String TWO = "Thing/a text=hello\nSolo/b parent=${Thing/a.id}\n";

    @TempDir
    private Path directory;

    private CommandRunner envctl = new CommandRunner(Path.of(""));

    @BeforeEach
    void start() {
        envctl = new CommandRunner(directory).environment("dev", TWO);
    }

    // plan

    @Test
    void planShowsWhatWouldBeDoneAndHowToDoExactlyThat() {
        Outcome outcome = envctl.run("plan", "dev");

        assertThat(outcome.exit()).isZero();
        assertThat(outcome.out())
                .contains("# Thing/a will be created", "Plan: 2 to add, 0 to change, 0 to destroy.\n2 resources");
        assertThat(outcome.err()).contains("    envctl apply dev --digest ");
        assertThat(envctl.cloud().objects()).isEmpty();
    }

    @Test
    void theProposedCommandAppliesExactlyThatPlan() {
        String proposed = envctl.run("plan", "dev")
                .err()
                .lines()
                .filter(line -> line.startsWith("    envctl "))
                .findFirst()
                .orElseThrow();

        Outcome outcome =
                envctl.run(proposed.strip().substring("envctl ".length()).split(" "));

        assertThat(outcome.exit()).as(outcome.err()).isZero();
        assertThat(outcome.out()).contains("Apply complete! Resources: 2 added, 0 changed, 0 destroyed.");
    }

    @Test
    void planExitsWithTwoOnlyWhenAskedTo() {
        assertThat(envctl.run("plan", "dev", "--detailed-exitcode").exit()).isEqualTo(2);
        envctl.run("apply", "dev", "--auto-approve");
        assertThat(envctl.run("plan", "dev", "--detailed-exitcode").exit()).isZero();
        assertThat(envctl.run("plan", "dev").out())
                .contains("No changes. Your infrastructure matches the configuration.");
    }

    @Test
    void plansEveryEnvironmentBelowADirectoryAndTellsOfTheBrokenOne() throws IOException {
        envctl.environment("all/one", TWO)
                .environment("all/two", TWO)
                .environment("all/broken", "Solo/x parent=${Solo/x.id}");

        Outcome outcome = envctl.run("plan", "all", "--format", "json");

        assertThat(outcome.exit()).isEqualTo(1);
        JsonNode documents = JSON.readTree(outcome.out());
        assertThat(documents).hasSize(3);
        assertThat(documents.get(0).at("/diagnostics/0/code").asText()).isEqualTo("ENV-0204");
        assertThat(documents.get(1).at("/envctl/directory").asText()).isEqualTo("all/one");
    }

    /// Each would take the other's objects for its own.
    @Test
    void leavesEnvironmentsAloneThatHaveOneName() {
        envctl.environment("all/copy/dev", TWO).environment("all/dev", TWO).environment("all/prod", TWO);

        Outcome outcome = envctl.run("apply", "all", "--auto-approve");

        assertThat(outcome.exit()).isEqualTo(1);
        assertThat(outcome.err())
                .contains("all/copy/dev and all/dev are both called dev in")
                .contains("all/dev and all/copy/dev are both called dev in")
                .contains("[ENV-0126]");
        assertThat(envctl.cloud().objects()).isEmpty();
        assertThat(envctl.run("apply", "all/dev", "all/prod", "--auto-approve").exit())
                .isZero();
    }

    @Test
    void planAsJsonIsOneDocument() throws IOException {
        Outcome outcome = envctl.run("plan", "dev", "--format", "json");

        JsonNode document = JSON.readTree(outcome.out());
        assertThat(document.get("format_version").asText()).isEqualTo("1.2");
        assertThat(document.get("resource_changes")).hasSize(2);
        assertThat(outcome.err()).isEmpty();
    }

    @Test
    void planAsStreamIsOneObjectALine() throws IOException {
        Outcome outcome = envctl.run("plan", "dev", "--json");

        assertThat(types(outcome.out()))
                .containsExactly("version", "planned_change", "planned_change", "change_summary");
    }

    @Test
    void problemsOfAStreamAreEventsToo() throws IOException {
        Outcome outcome = envctl.run("plan", "nowhere", "--json");

        assertThat(outcome.exit()).isEqualTo(1);
        assertThat(types(outcome.out())).containsExactly("version", "diagnostic");
        assertThat(outcome.err()).isEmpty();
    }

    // saved plans

    @Test
    void aSavedPlanIsShownAndAppliedWithoutAsking() throws IOException {
        assertThat(envctl.run("plan", "dev", "--out", "plan.json").err()).contains("envctl apply plan.json");
        Files.delete(directory.resolve("dev/resources.txt"));

        assertThat(envctl.run("show", "plan.json").out()).contains("# Thing/a will be created");
        Outcome outcome = envctl.run("apply", "plan.json");

        assertThat(outcome.exit()).as(outcome.err()).isZero();
        assertThat(envctl.cloud().objects()).hasSize(2);
    }

    @Test
    void aPlanThatCannotBeSavedLeavesNothingBehind() throws IOException {
        Path full = Files.createDirectory(directory.resolve("taken"));
        Files.createDirectory(full.resolve("inside"));

        Outcome outcome = envctl.run("plan", "dev", "--out", "taken");

        assertThat(outcome.exit()).isEqualTo(1);
        assertThat(outcome.err()).contains("error: Plan not saved [ENV-0804]");
        assertThat(names(directory)).containsExactly("dev", "taken");
    }

    @Test
    void aFileThatIsNoPlanIsRefused() throws IOException {
        Files.writeString(directory.resolve("notes.txt"), "hello");

        assertThat(envctl.run("apply", "notes.txt").err()).contains("[ENV-0803]");
        assertThat(envctl.run("show", "missing.json").err()).contains("[ENV-0803]");
    }

    // approval

    @Test
    void applyAsksAndTakesOnlyYes() {
        Outcome refused = envctl.answering("y\n").run("apply", "dev");
        assertThat(refused.exit()).isEqualTo(1);
        assertThat(refused.err()).contains("Only 'yes' will be accepted to approve.", "[ENV-0604]");
        assertThat(envctl.cloud().objects()).isEmpty();

        assertThat(envctl.answering("yes\n").run("apply", "dev").exit()).isZero();
        assertThat(envctl.cloud().objects()).hasSize(2);
    }

    @Test
    void applyWithoutATerminalIsAnErrorAndNoHang() {
        Outcome outcome = envctl.run("apply", "dev");

        assertThat(outcome.exit()).isEqualTo(1);
        assertThat(outcome.err()).contains("[ENV-0605]", "--auto-approve");
    }

    @Test
    void aProtectedEnvironmentAsksForItsName() {
        envctl.protectingDeletes().run("apply", "dev", "--auto-approve");

        assertThat(envctl.answering("yes\n").run("destroy", "dev").exit()).isEqualTo(1);
        assertThat(envctl.cloud().objects()).hasSize(2);

        Outcome outcome = envctl.answering("dev\n").run("destroy", "dev");
        assertThat(outcome.out()).contains("Destroy complete! Resources: 2 destroyed.");
        assertThat(envctl.cloud().objects()).isEmpty();
    }

    @Test
    void anotherDigestThanTheApprovedOneIsRefused() {
        Outcome outcome = envctl.run("apply", "dev", "--digest", "00000000");

        assertThat(outcome.exit()).isEqualTo(4);
        assertThat(outcome.err()).contains("[ENV-0802]");
        assertThat(envctl.cloud().objects()).isEmpty();
    }

    @Test
    void aProgramHasToApproveBeforehand() {
        assertThat(envctl.run("apply", "dev", "--json").exit()).isEqualTo(3);
    }

    @Test
    void applyWithNothingToDoSaysSo() {
        envctl.run("apply", "dev", "--auto-approve");

        Outcome outcome = envctl.run("apply", "dev");

        assertThat(outcome.exit()).isZero();
        assertThat(outcome.out())
                .contains("No changes.", "Apply complete! Resources: 0 added, 0 changed, 0 destroyed.");
    }

    // progress and endings

    @Test
    void progressGoesToStderrInPlainLines() {
        Outcome outcome = envctl.run("apply", "dev", "--auto-approve");

        assertThat(outcome.err().lines())
                .contains("Thing/a: Creating...", "Solo/b: Creating...")
                .anyMatch(line -> line.startsWith("Solo/b: Creation complete after 0s [id="));
        assertThat(outcome.out()).doesNotContain("Creating...");
    }

    @Test
    void applyAsStreamTellsEachStep() throws IOException {
        Outcome outcome = envctl.run("apply", "dev", "--auto-approve", "--json");

        assertThat(types(outcome.out()))
                .containsExactly(
                        "version",
                        "planned_change",
                        "planned_change",
                        "change_summary",
                        "apply_start",
                        "apply_complete",
                        "apply_start",
                        "apply_complete",
                        "change_summary");
        assertThat(outcome.err()).isEmpty();
    }

    @Test
    void aFailureInTheMiddleEndsWithWhatWasDoneAndWhatToRunNext() {
        envctl.cloud().onWrite((verb, name) -> {
            if (name.equals("b")) {
                throw new ProviderException(
                        Code.ACCESS_DENIED, "memory:Create", "AccessDenied", "req-1", "You may not.");
            }
        });

        Outcome outcome = envctl.run("apply", "dev", "--auto-approve");

        assertThat(outcome.exit()).isEqualTo(7);
        assertThat(outcome.out())
                .contains("Solo/b: memory:Create: AccessDenied: You may not. (request id req-1)", "Done:\n  + Thing/a")
                .endsWith("To continue, run:\n\n    envctl apply dev\n");
    }

    @Test
    void aFirstInterruptLetsRunningStepsFinishAndStartsNoMore() {
        envctl.cloud().onWrite((verb, name) -> envctl.interrupts().once());

        Outcome outcome = envctl.run("apply", "dev", "--auto-approve");

        assertThat(outcome.exit()).isEqualTo(130);
        assertThat(outcome.err())
                .contains("Interrupt received. 1 step will not start", "Thing/a (creating", "    envctl apply dev");
        assertThat(outcome.out()).contains("Solo/b (not started)");
        assertThat(envctl.cloud().objects()).hasSize(1);
    }

    @Test
    void aSecondInterruptSaysWhatIsLeftHalfDone() {
        envctl.cloud().onWrite((verb, name) -> envctl.interrupts().twice());

        Outcome outcome = envctl.run("apply", "dev", "--auto-approve");

        assertThat(outcome.err()).contains("Stopped at once.", "Thing/a (creating");
    }

    @Test
    void verifyPlansAgain() {
        assertThat(envctl.run("apply", "dev", "--auto-approve", "--verify").exit())
                .isZero();
    }

    // other commands

    @Test
    void driftCountsOnlyACloudThatMoved() {
        envctl.run("apply", "dev", "--auto-approve");
        envctl.environment("dev", "Thing/a text=changed\nSolo/b parent=${Thing/a.id}\n");

        Outcome pending = envctl.run("drift", "dev", "--detailed-exitcode");

        assertThat(pending.exit()).isZero();
        assertThat(pending.out()).contains("Pending: changed in git", "text: \"hello\" -> \"changed\"");
    }

    @Test
    void statusShowsEveryResource() {
        envctl.run("apply", "dev", "--auto-approve");

        assertThat(envctl.run("status", "dev").out()).contains("2 resources: 2 healthy, 2 in sync.");
    }

    @Test
    void validateNeedsNoWorld() {
        assertThat(envctl.run("validate", "dev").out()).isEqualTo("dev: valid, 2 resources\n");

        envctl.environment("dev", "Solo/x parent=${Solo/x.id}");
        Outcome outcome = envctl.run("validate", "dev");
        assertThat(outcome.exit()).isEqualTo(1);
        assertThat(outcome.err()).contains("error: Circular reference [ENV-0204]", "--> env.yaml:1:1");
    }

    @Test
    void graphIsDrawn() {
        assertThat(envctl.run("graph", "dev").out()).contains("flowchart LR", "[\"Thing/a\"]");
        assertThat(envctl.run("graph", "dev", "--format", "dot").out()).contains("\"Solo/b\" -> \"Thing/a\"");
        assertThat(envctl.run("plan", "dev", "--format", "dot").exit()).isEqualTo(3);
    }

    @Test
    void renderWritesDocumentsInYamlAndJson() throws IOException {
        assertThat(envctl.run("render", "dev").out()).contains("# Thing/a", "kind: Thing", "text: hello");
        JsonNode document =
                JSON.readTree(envctl.run("render", "dev", "--format", "json").out());
        assertThat(document.get("documents")).hasSize(2);
    }

    @Test
    void unlockWantsTheHoldersName() {
        assertThat(envctl.run("unlock", "dev", "--holder", "x").err()).contains("[ENV-0703]");
    }

    // the command line itself

    @Test
    void aWrongCommandLineEndsWithThreeAndAHint() {
        Outcome outcome = envctl.run("plan", "dev", "--no-such-option");

        assertThat(outcome.exit()).isEqualTo(3);
        assertThat(outcome.err()).contains("error: Unknown option: '--no-such-option'", "Try: envctl plan --help");
        assertThat(envctl.run().exit()).isEqualTo(3);
        assertThat(envctl.run("plam", "dev").err()).contains("Did you mean", "plan");
    }

    @Test
    void helpListsCommandsAndExitCodes() {
        assertThat(envctl.run("--help").out()).contains("validate", "completion", "Exit codes:", "130");
        assertThat(envctl.run("plan", "--help").out()).contains("--detailed-exitcode", "--format");
    }

    @Test
    void everyCommandHasHelp() {
        for (String command : List.of(
                "validate",
                "render",
                "plan",
                "apply",
                "destroy",
                "drift",
                "status",
                "graph",
                "show",
                "explain",
                "unlock",
                "changed",
                "fmt",
                "sandbox",
                "completion")) {
            Outcome outcome = envctl.run(command, "--help");
            assertThat(outcome.exit()).as(command).isZero();
            assertThat(outcome.out()).startsWith("Usage: envctl " + command);
        }
    }

    @Test
    void explainKnowsKindsAndCodes() {
        assertThat(envctl.run("explain").out()).contains("Thing");
        assertThat(envctl.run("explain", "Thing").out()).contains("name", "A change replaces the object");
        assertThat(envctl.run("explain", "env-0801").out()).startsWith("ENV-0801: Stale plan\n");
        Outcome unknown = envctl.run("explain", "Thimg");
        assertThat(unknown.exit()).isEqualTo(3);
        assertThat(unknown.err()).contains("Did you mean \"Thing\"?");
    }

    @Test
    void completionScriptsNameTheCommands() {
        assertThat(envctl.run("completion", "bash").out()).contains("complete -F", "destroy");
        assertThat(envctl.run("completion", "zsh").out()).startsWith("autoload");
        assertThat(envctl.run("completion", "fish").out()).contains("-a plan", "-l auto-approve");
    }

    @Test
    void colourFollowsTheTerminalAndTheVariables() {
        Terminal everything = new Terminal(true, true, true, 100);
        assertThat(envctl.run("plan", "dev").out()).doesNotContain("\u001b[");
        assertThat(envctl.terminal(everything).run("plan", "dev").out()).contains("\u001b[32m+\u001b[0m");
        assertThat(envctl.run("plan", "dev", "--plain").out())
                .matches("\\p{ASCII}*")
                .doesNotContain("\u001b[");
        assertThat(envctl.variable("NO_COLOR", "1").run("plan", "dev").out()).doesNotContain("\u001b[");
        assertThat(envctl.run("plan", "dev", "--color", "always").out()).contains("\u001b[");
    }

    @Test
    void chdirMovesEverything() {
        assertThat(envctl.run("validate", ".", "--chdir", "dev").out()).isEqualTo(".: valid, 2 resources\n");
    }

    private static List<String> types(String stream) throws IOException {
        return stream.lines().map(CommandsTest::type).toList();
    }

    private static String type(String line) {
        try {
            return JSON.readTree(line).get("type").asText();
        } catch (IOException notJson) {
            throw new AssertionError("no JSON: " + line, notJson);
        }
    }

    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.map(path -> path.getFileName().toString()).sorted().toList();
        }
    }
}
