package dev.envctl.runner.work;

import static dev.envctl.runner.work.WorkBench.logGroup;
import static org.assertj.core.api.Assertions.assertThat;

import dev.envctl.runner.run.Run.State;
import dev.envctl.runner.run.Run.Trigger;
import dev.envctl.runner.run.RunResult;
import dev.envctl.runner.work.WorkBench.Done;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What a pull request might try.
class UntrustedCommitsTest {

    private static final String DOCUMENT = "environments/dev/environment.yaml";

    @TempDir
    private Path directory;

    private WorkBench bench;
    private String base = "";

    @BeforeEach
    void start() {
        bench = new WorkBench(directory);
        bench.environment("environments/dev", logGroup("first", 7)).origin.write(DOCUMENT, """
            apiVersion: envctl.dev/v1
            kind: Environment
            metadata: {name: dev}
            spec: {target: aws, accountId: "111122223333", region: us-east-1, lock: "s3://locks/"}
            """);
        base = bench.origin.commit("An environment of an account");
        bench.origin.branch("attack");
    }

    @AfterEach
    void close() {
        bench.close();
    }

    @ParameterizedTest
    @CsvSource({
        "target: aws, target: sandbox, target",
        "111122223333, 999999999999, accountId",
        "us-east-1, eu-west-1, region",
        "s3://locks/, s3://other/, lock",
        "region: us-east-1, 'region: us-east-1, assumeRole: {arn: \"arn:aws:iam::111122223333:role/admin\"}',"
                + " assumeRole"
    })
    void anotherWayToTheAccountIsForSomebodyWhoMayApplyToAskFor(String before, String after, String field) {
        String head =
                bench.origin.edit(DOCUMENT, text -> text.replace(before, after)).commit("Another way");

        Done plan = bench.plan(head, base);

        assertThat(plan.state()).isEqualTo(State.REFUSED);
        assertThat(plan.summary()).contains("The pull request changes").contains(field);
        assertThat(bench.plan(Trigger.COMMENT, "outsider", head, base).state()).isEqualTo(State.REFUSED);
        assertThat(bench.plan(Trigger.RERUN, "owner", head, base).state()).isEqualTo(State.REFUSED);
        assertThat(bench.hasSandbox()).isFalse();
    }

    @Test
    void aCommitThatIsNotMergedIsComparedWithTheDefaultBranch() {
        bench.origin
                .edit(DOCUMENT, text -> text.replace("111122223333", "999999999999"))
                .commit("Another account");

        assertThat(bench.planAtHead().summary())
                .isEqualTo("The pull request changes accountId of environments/dev. Nothing was planned.");
    }

    @Test
    void somebodyWhoMayApplyCanAskForIt() {
        String head = bench.origin
                .edit(
                        DOCUMENT,
                        text -> text.replace("target: aws", "target: sandbox")
                                .replaceAll(", (accountId|lock): \"[^\"]*\"", ""))
                .commit("To the sandbox");

        assertThat(bench.plan(Trigger.COMMENT, "owner", head, base).summary()).startsWith("Plan: 1 to add");
    }

    @Test
    void aNewEnvironmentWithAnAccountIsRefusedAndOneOfTheSandboxIsNot() {
        bench.origin
                .checkOut("main")
                .remove("environments")
                .write("README.md", "Soon")
                .commit("None yet");
        base = bench.origin.head();
        bench.origin.git(
                git -> git.checkout().setCreateBranch(true).setName("new").call());
        String aws = bench.origin.write(DOCUMENT, """
            apiVersion: envctl.dev/v1
            kind: Environment
            metadata: {name: dev}
            spec: {target: aws, accountId: "111122223333", region: us-east-1}
            """).commit("New");
        bench.environment("environments/dev", logGroup("first", 7));
        String sandbox = bench.origin.commit("Of the sandbox");

        assertThat(bench.plan(aws, base).summary()).contains("brings the environment environments/dev");
        assertThat(bench.plan(sandbox, base).state()).isEqualTo(State.SUCCEEDED);
    }

    @Test
    void modulesComeFromAllowedPlacesAlone() {
        List<String> sources = List.of(
                "git+https://evil.example.com/acme/modules.git//studio?ref=v1",
                "git+https://github.com.evil.example.com/acme/modules.git//studio?ref=v1",
                "git+https://github.com/acme@evil.example.com/modules.git//studio?ref=v1",
                "git+https://user:password@github.com/acme/modules.git//studio?ref=v1",
                "git+https://github.com:8443/acme/modules.git//studio?ref=v1",
                "git+https://github.com/acme/../evil/modules.git//studio?ref=v1",
                "git+https://github.com/acme/%2e%2e/evil/modules.git//studio?ref=v1",
                "git+https://github.com/acme-evil/modules.git//studio?ref=v1",
                "git+http://github.com/acme/modules.git//studio?ref=v1",
                "git+http://169.254.169.254/latest/meta-data//studio?ref=v1",
                "git+file:///etc//studio?ref=v1",
                "git+ssh://git@github.com/acme/modules.git//studio?ref=v1");

        for (String source : sources) {
            Done plan = planSandboxWith(module(source));

            assertThat(plan.state()).as(source).isEqualTo(State.FAILED);
            assertThat(plan.log()).as(source).contains("ENV-1304", "Modules are not fetched from");
            assertThat(plan.ending().result().problems())
                    .singleElement()
                    .extracting(RunResult.Annotation::file)
                    .isEqualTo("environments/dev/resources.yaml");
        }
    }

    @Test
    void localModulesLieInTheRepository() throws IOException {
        Path outside = Files.createDirectories(directory.resolve("data/outside"));
        Files.writeString(outside.resolve("module.yaml"), "kind: ModuleDefinition\nsecret: of another tenant\n");
        String leadingOut = "../../../../outside";

        Done plan = planSandboxWith(module(leadingOut));

        assertThat(plan.state()).isEqualTo(State.FAILED);
        assertThat(plan.log())
                .contains("There is no directory \"" + leadingOut + "\"", "within the repository")
                .doesNotContain("tenant");
    }

    @Test
    void filesAndLinksLieInTheRepository() throws IOException {
        Files.writeString(directory.resolve("secret.txt"), "of the runner");
        bench.origin
                .link(
                        "environments/dev/absolute.txt",
                        directory.resolve("secret.txt").toString())
                .link("environments/dev/up.txt", "../../../../../secret.txt")
                .link(
                        "environments/dev/resources2.yaml",
                        directory.resolve("secret.txt").toString())
                .link("environments/dev/deep", "../..")
                .link("environments/dev/through.txt", "deep/../../../secret.txt");

        for (String file :
                new String[] {"absolute.txt", "up.txt", "through.txt", "deep/../../../secret.txt", "/etc/passwd"}) {
            Done plan = planSandboxWith(logGroup("x", 7).replace("/acme/x", "'${file(\"" + file + "\")}'"));

            assertThat(plan.state()).as(file).isEqualTo(State.FAILED);
            assertThat(plan.log())
                    .as(file)
                    .contains(file)
                    .doesNotContain("of the runner")
                    .doesNotContain("root:");
        }
    }

    @Test
    void theRunnersOwnSecretsAreNotGivenToDocuments() {
        for (String reference : List.of("env:GITHUB_TOKEN", "file:/etc/hostname", "file:secret.txt")) {
            Done plan = planSandboxWith(certificate(reference));

            assertThat(plan.state()).as(reference).isEqualTo(State.FAILED);
            assertThat(plan.log())
                    .as(reference)
                    .contains("ENV-1305", reference.replaceAll("file:secret.*", "secret.txt"));
            assertThat(plan.log()).doesNotContain("the runner's own");
        }
    }

    @Test
    void listedVariablesAreGiven() {
        assertThat(planSandboxWith(certificate("env:STUDIO_PASSWORD")).log()).doesNotContain("ENV-1305");
    }

    @Test
    void directoriesOfEnvironmentsLieInTheRepository() throws IOException {
        Path root = Files.createDirectories(directory.resolve("checkout/environments/dev"))
                .toRealPath();
        Files.createSymbolicLink(root.resolve("out"), directory);
        Checkout checkout = new Checkout(directory.resolve("checkout").toRealPath());

        for (String path : List.of("..", "../..", "/etc", "environments/../..", "environments/dev/out", "\u0000")) {
            assertThat(checkout.find(path)).as(path).isEmpty();
        }
        assertThat(checkout.find("environments/dev")).contains(root);
    }

    @Test
    void chartsComeFromAllowedPlacesAlone() {
        AllowedSources sources = new AllowedSources(List.of("https://charts.example.com/stable/"));

        assertThat(sources.allowsChart("https://charts.example.com/stable")).isTrue();
        assertThat(sources.allowsChart("https://charts.example.com/stable/spark/"))
                .isTrue();
        assertThat(sources.allowsChart("oci://charts.example.com/stable")).isTrue();
        assertThat(sources.allowsChart("https://charts.example.com/stables")).isFalse();
        assertThat(sources.allowsChart("http://charts.example.com/stable")).isFalse();
        assertThat(sources.allowsChart("oci://127.0.0.1:5000/stable")).isFalse();
        assertThat(sources.allowsChart("https://charts.example.com/stable?x=http://evil"))
                .isFalse();
        assertThat(sources.allowsChart("https://charts.example.com\\@evil.example.com/stable"))
                .isFalse();
    }

    private Done planSandboxWith(String documents) {
        bench.origin.checkOut("main");
        bench.environment("environments/dev", documents);
        bench.origin.commit("Merged by mistake");
        return bench.planAtHead();
    }

    private static String module(String source) {
        return """
            apiVersion: envctl.dev/v1
            kind: Module
            metadata: {name: studio}
            spec: {source: "%s"}
            """.formatted(source);
    }

    private static String certificate(String reference) {
        return """
            apiVersion: envctl.dev/v1
            kind: Certificate
            metadata: {name: imported}
            spec:
              import: {certificate: not one, privateKey: '${secret("%s")}'}
            """.formatted(reference);
    }
}
