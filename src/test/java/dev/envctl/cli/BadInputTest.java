package dev.envctl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.envctl.cli.SandboxRunner.Outcome;
import dev.envctl.lease.FileLeaseStore;
import dev.envctl.lease.LeaseRecord;
import dev.envctl.lease.LeaseStore;
import dev.envctl.sandbox.EmulatedClusters;
import dev.envctl.sandbox.Fault;
import dev.envctl.sandbox.Sandbox;
import dev.envctl.sandbox.SandboxOptions;
import dev.envctl.sandbox.aws.account.AccountSeed;
import dev.envctl.testing.GoldenFiles;
import dev.envctl.testing.SandboxClients;
import dev.envctl.testing.SandboxContents;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.s3.S3Client;

/// Everything that can be wrong with what envctl is given, as whole commands: what is printed stands in
/// `cases/bad-input/<name>/output.txt`, and nothing is changed.
class BadInputTest {

    private static final Path CASES = Path.of("src/test/resources/cases/bad-input");
    private static final Instant FAR = Instant.parse("2999-12-31T00:00:00Z");

    @TempDir
    private Path directory;

    @TempDir
    private Path streams;

    private SandboxRunner envctl = new SandboxRunner(Path.of(""));

    @BeforeEach
    void start() {
        envctl = new SandboxRunner(directory);
    }

    // documents

    @ParameterizedTest
    @ValueSource(
            strings = {
                "broken-yaml",
                "duplicate-key",
                "unknown-kind",
                "unknown-field",
                "unknown-value",
                "wrong-type",
                "missing-field",
                "duplicate-address",
                "unknown-reference",
                "circular-reference",
                "address-ranges",
                "unknown-attribute",
                "invalid-expression",
                "module-input-missing",
                "module-input-invalid",
                "module-not-found",
                "one-zone",
                "overlapping-cidrs",
                "graviton-studio",
                "studio-for-nobody"
            })
    void aMistakeInADocumentIsShownBeforeTheWorldIsLookedAt(String name) {
        envctl.copy(CASES.resolve(name));

        refuses(name, 1, "plan", "dev");

        assertThat(envctl.hasSandbox()).isFalse();
    }

    // credentials

    @Test
    void theWrongAccountIsNoticedBeforeAnythingIsRead() throws Exception {
        try (Sandbox account = account()) {
            refusesAsProcess("wrong-account", account, "AKIAANYBODY");
            assertThat(account.calls().all()).hasSize(1);
        }
    }

    @Test
    void noCredentials() throws Exception {
        try (Sandbox account = account()) {
            refusesAsProcess("no-credentials", account, "");
            assertThat(account.calls().all()).isEmpty();
        }
    }

    @Test
    void anExpiredToken() throws Exception {
        try (Sandbox account = account()) {
            refusesAsProcess("expired-token", account, "EXPIREDKEY");
        }
    }

    @Test
    void aKeyThatAwsDoesNotKnow() throws Exception {
        try (Sandbox account = account()) {
            refusesAsProcess("unknown-key", account, "INVALIDKEY");
        }
    }

    // the world

    @Test
    void aReadThatIsNotAllowedNamesTheActionAndWhatItWasFor() {
        envctl.copy(CASES.resolve("access-denied"));
        envctl.meeting(faults -> faults.on("ec2", "DescribeSecurityGroups").deny());

        refuses("access-denied", 1, "plan", "dev");
    }

    @Test
    void throttlingThatDoesNotEnd() {
        envctl.copy(CASES.resolve("throttled"));
        envctl.meeting(faults -> faults.on("ec2", "DescribeVpcs").throttle());

        refuses("throttled", 1, "plan", "dev");
    }

    @Test
    void aLeaseThatSomebodyElseHolds() {
        envctl.copy(CASES.resolve("lease-held"));
        LeaseStore store = new FileLeaseStore(envctl.home().resolve("leases/dev.us-east-1"), "laptop");
        store.create(new LeaseRecord(
                "dev.us-east-1",
                "github:acme/platform/4711",
                "runner:17",
                "apply 0a1b2c3d",
                7,
                Instant.parse("2026-01-05T09:30:00Z"),
                FAR));

        refuses("lease-held", 5, "apply", "dev", "--auto-approve");

        assertThat(store.read().orElseThrow().record().holder()).isEqualTo("github:acme/platform/4711");
    }

    @Test
    void anObjectWithOurNameThatNobodyOwns() {
        envctl.copy(CASES.resolve("not-ours"));
        envctl.meanwhile(sandbox -> new SandboxClients(sandbox.endpoint())
                .client(S3Client.builder(), s3 -> s3.forcePathStyle(true))
                .createBucket(request -> request.bucket("acme-logs")));

        refuses("not-ours", 1, "plan", "dev");
    }

    @Test
    void anObjectOfAnotherEnvironment() {
        envctl.copy(CASES.resolve("other-owner"));
        applyBefore();

        refuses("other-owner", 1, "plan", "dev");
    }

    @Test
    void aProtectedObjectThatWouldBeLost() {
        envctl.copy(CASES.resolve("protected"));
        applyBefore();

        refuses("protected", 6, "apply", "dev", "--auto-approve");
    }

    @Test
    void aUserThatIdentityCenterDoesNotHaveStopsThePlanOfANewStudio() {
        envctl.copy(CASES.resolve("unknown-identity"));

        refuses("unknown-identity", 1, "plan", "dev");
    }

    @Test
    void aStudioThatLosesASubnetIsReplacedAndThePlanSaysWhy() {
        envctl.copy(CASES.resolve("studio-shrinks"));
        applyBefore();

        refuses("studio-shrinks", 0, "plan", "dev");
    }

    @Test
    void aStudioThatSharesNoSubnetWithTheCluster() {
        envctl.copy(CASES.resolve("no-common-subnet"));

        refuses("no-common-subnet", 1, "plan", "dev");
    }

    @Test
    void aClusterThatIsNotThereStopsThePlanAtEachLineThatNamesIt() {
        envctl.copy(CASES.resolve("cluster-misspelt"));

        refuses("cluster-misspelt", 1, "plan", "dev");
    }

    /// What is wrong for an apply is no reason to hide how things stand, and least of all to keep what is to go.
    @Test
    void aClusterThatIsNotThereIsInNobodysWayButAnAppliers() {
        envctl.copy(CASES.resolve("cluster-misspelt"));

        assertThat(envctl.run("drift", "dev").out()).contains("Namespace/spark");
        assertThat(envctl.run("status", "dev").err()).isEmpty();
        assertThat(envctl.run("destroy", "dev", "--auto-approve").err()).doesNotContain("ENV-");
    }

    @Test
    void aKindThatTheClusterDoesNotServeAndNothingBringsStopsThePlan() {
        envctl.copy(CASES.resolve("kind-not-served"));

        refuses("kind-not-served", 1, "plan", "dev");
    }

    @Test
    void anEndpointThatFailsShowsTheReasonOfTheServiceAndWhatToDoNext() {
        envctl.copy(CASES.resolve("endpoint-fails"));
        String[] command = {"apply", "dev", "--auto-approve", "--parallelism", "1"};

        Outcome outcome = envctl.run(command);

        check("endpoint-fails", new Outcome(outcome.exit(), outcome.out(), ""), command);
        assertThat(outcome.exit()).isEqualTo(7);
        assertThat(outcome.err()).contains("ManagedEndpoint/pyspark: Creat");
        assertThat(envctl.writes()).as("what the other cases must not have").isNotEmpty();
    }

    // this machine

    @Test
    void aSandboxThatANewerVersionHasWritten() throws IOException {
        envctl.copy(CASES.resolve("newer-sandbox"));
        Path state = envctl.home().resolve("state.json");
        Files.createDirectories(envctl.home());
        Files.writeString(state, "{\"format\": 99, \"future\": true}");

        refuses("newer-sandbox", 1, "plan", "dev");

        assertThat(state).hasContent("{\"format\": 99, \"future\": true}");
    }

    /// The file that a plan is written to before it is moved to its place leads to a device that is always full.
    @Test
    void aDiskThatIsFullWhenAPlanIsSavedKeepsTheOldOne() throws IOException {
        envctl.copy(CASES.resolve("disk-full"));
        Files.writeString(directory.resolve("plan.json"), "yesterday's");
        Files.createSymbolicLink(
                directory.resolve("plan.json.part" + ProcessHandle.current().pid()), Path.of("/dev/full"));

        refuses("disk-full", 1, "plan", "dev", "--out", "plan.json");

        assertThat(directory.resolve("plan.json")).hasContent("yesterday's");
        assertThat(directory.toFile().list()).containsExactlyInAnyOrder(".envctl", "dev", "plan.json");
    }

    @Test
    void aDeviceIsWrittenToAndNotReplaced() {
        envctl.copy(CASES.resolve("disk-full"));

        Outcome outcome = envctl.run("plan", "dev", "--out", "/dev/full");

        assertThat(outcome.exit()).isEqualTo(1);
        assertThat(outcome.err()).contains("Writing the plan to /dev/full: No space left on device.");
    }

    @Test
    void anApplyThatNobodyCanApprove() {
        envctl.copy(CASES.resolve("no-terminal"));

        refuses("no-terminal", 1, "apply", "dev");
    }

    // Ctrl-C

    @Test
    void ctrlCOnceFinishesWhatRunsAndStartsNothingNew() throws Exception {
        try (Sandbox account = account();
                ChildProcess running = interruptedWhileCreating(account, Duration.ofSeconds(4))) {
            Outcome outcome = running.await();

            assertThat(outcome.exit()).as(outcome.err()).isEqualTo(130);
            assertThat(outcome.err())
                    .contains(
                            "Interrupt received. 1 step will not start; 1 running step will be finished:",
                            "Press Ctrl-C again to stop at once.",
                            "    envctl apply dev");
            assertThat(outcome.out()).contains("Bucket/logs", "ManagedPolicy/readers (not started)");
            assertThat(objects(account)).anyMatch(isNamed("acme-logs")).noneMatch(isNamed("acme-log-readers"));

            assertThat(applyAgain(account).out())
                    .contains("Apply complete! Resources: 1 added, 0 changed, 0 destroyed.");
            assertThat(objects(account)).anyMatch(isNamed("acme-log-readers"));
        }
    }

    @Test
    void ctrlCTwiceStopsAtOnceAndTheNextRunTakesUpWhatWasLeft() throws Exception {
        try (Sandbox account = account();
                ChildProcess running = interruptedWhileCreating(account, Duration.ofSeconds(12))) {
            running.waitUntil(() -> running.hasSaid("Press Ctrl-C again"));
            running.interrupt();
            Outcome outcome = running.await();

            assertThat(outcome.exit()).as(outcome.err()).isEqualTo(130);
            assertThat(outcome.err())
                    .contains(
                            "Stopped at once. These were left half-done, and the next run takes them up:",
                            "Bucket/logs (creating",
                            "    envctl apply dev");
            assertThat(account.calls().of("s3", "CreateBucket"))
                    .as("the call was still on its way")
                    .isEmpty();

            assertThat(applyAgain(account).out()).contains("Apply complete!");
            assertThat(objects(account).stream().filter(isNamed("acme-logs"))).hasSize(1);
        }
    }

    private ChildProcess interruptedWhileCreating(Sandbox account, Duration delay) throws Exception {
        envctl.copy(CASES.resolve("interrupted"));
        AtomicBoolean arrived = new AtomicBoolean();
        account.faults()
                .when(call -> call.operation().equals("CreateBucket") && !arrived.getAndSet(true))
                .once()
                .then(new Fault.Delay(delay));
        ChildProcess running = process(account, "AKIAANYBODY", "apply", "dev", "--auto-approve");
        running.waitUntil(arrived::get);
        running.interrupt();
        return running;
    }

    private Outcome applyAgain(Sandbox account) throws Exception {
        try (ChildProcess again = process(account, "AKIAANYBODY", "apply", "dev", "--auto-approve")) {
            Outcome outcome = again.await();
            assertThat(outcome.exit()).as(outcome.err() + outcome.out()).isZero();
            return outcome;
        }
    }

    private static List<String> objects(Sandbox account) {
        return SandboxContents.of(account);
    }

    private static Predicate<String> isNamed(String name) {
        return line -> line.matches(".*[nN]ame=" + name + "( .*|$)");
    }

    // what all have in common

    /// The command prints what its case says and changes nothing, in the account or in the directory.
    private void refuses(String name, int exit, String... command) {
        List<String> files = envctl.files();

        Outcome outcome = envctl.run(command);

        check(name, outcome, command);
        assertThat(outcome.exit()).isEqualTo(exit);
        assertThat(envctl.writes()).isEmpty();
        assertThat(envctl.files()).isEqualTo(files);
    }

    private void refusesAsProcess(String name, Sandbox account, String key) throws Exception {
        envctl.copy(CASES.resolve(name));
        try (ChildProcess process = process(account, key, "plan", "dev")) {
            Outcome outcome = process.await();

            check(name, outcome, "plan", "dev");
            assertThat(outcome.exit()).isEqualTo(1);
            assertThat(account.calls().writes()).isEmpty();
        }
    }

    private ChildProcess process(Sandbox account, String key, String... command) throws IOException {
        Map<String, String> variables = new HashMap<>(Map.of("AWS_ENDPOINT_URL", account.endpoint()));
        if (!key.isEmpty()) {
            variables.putAll(Map.of("AWS_ACCESS_KEY_ID", key, "AWS_SECRET_ACCESS_KEY", "secret"));
        }
        return ChildProcess.start(directory, streams, variables, command);
    }

    private static Sandbox account() {
        return Sandbox.inMemory(SandboxOptions.scaled(60)
                .withSeeds(List.of(new AccountSeed()))
                .withKubernetes(EmulatedClusters.servedAt(Clock.systemUTC())));
    }

    private void applyBefore() {
        Outcome outcome = envctl.run("apply", "before", "--auto-approve");
        assertThat(outcome.exit()).as(outcome.err() + outcome.out()).isZero();
    }

    private void check(String name, Outcome outcome, String... command) {
        String text = "$ envctl " + String.join(" ", command) + "\n" + outcome.out() + outcome.err() + "exit code "
                + outcome.exit() + "\n";
        GoldenFiles.check("bad-input/" + name + "/output.txt", withoutWhatChanges(text));
    }

    private String withoutWhatChanges(String text) {
        List<String[]> changing = new ArrayList<>();
        changing.add(new String[] {directory.toString().replace(".", "\\."), "DIRECTORY"});
        changing.add(new String[] {"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f-]{22}", "REQUEST-ID"});
        changing.add(new String[] {"digest [0-9a-f]{8}", "digest DIGEST"});
        changing.add(new String[] {"\\d+(\\.\\d+)? m?s · ", "TIME · "});
        changing.add(new String[] {"(after|in) (\\d+m)?\\d+s", "$1 TIME"});
        changing.add(new String[] {"\\b(sg|vpc|subnet)-[0-9a-f]{17}", "$1-ID"});
        changing.add(new String[] {"\\bes-[0-9A-Z]{10,}", "es-ID"});
        changing.add(new String[] {"\\b(?=[a-z0-9]*\\d)(?=[a-z0-9]*[a-z])[a-z0-9]{13}([a-z0-9]{12})?\\b", "ID"});
        String stable = text;
        for (String[] pair : changing) {
            stable = stable.replaceAll(pair[0], pair[1]);
        }
        return stable;
    }
}
