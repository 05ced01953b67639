package dev.envctl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.envctl.sandbox.aws.eks.EksStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// An account in which nobody has made anything.
final class EmptySandboxTest {

    private static final String NETWORK = """
        apiVersion: envctl.dev/v1
        kind: Environment
        metadata: {name: dev}
        spec: {target: sandbox, accountId: "000000000000", region: us-east-1}
        ---
        apiVersion: envctl.dev/v1
        kind: Vpc
        metadata: {name: main}
        spec: {cidrBlock: 10.0.0.0/16}
        ---
        apiVersion: envctl.dev/v1
        kind: VpcEndpoint
        metadata: {name: s3}
        spec: {vpcId: "${Vpc.main.vpcId}", serviceName: com.amazonaws.us-east-1.s3}
        """;

    @TempDir
    Path directory;

    @Test
    void holdsOnlyWhatIsTheAccountsOwnAndStaysSo() {
        SandboxRunner runner = new SandboxRunner(directory);

        assertThat(runner.run("sandbox", "reset", "--empty").exit()).isZero();
        runner.meanwhile(sandbox ->
                assertThat(new EksStore(sandbox.world()).clusters().rows()).isEmpty());

        assertThat(runner.run("sandbox", "show").out())
                .contains("identitycenter.users", "ec2.prefix-lists")
                .doesNotContain("iam.", "eks.", "ec2.vpcs", "ec2.subnets", "ec2.security-groups", "kubernetes/");
    }

    @Test
    void isFurnishedAgainByAnOrdinaryReset() {
        SandboxRunner runner = new SandboxRunner(directory);
        runner.run("sandbox", "reset", "--empty");

        runner.run("sandbox", "reset");

        runner.meanwhile(sandbox ->
                assertThat(new EksStore(sandbox.world()).clusters().rows()).hasSize(1));
    }

    /// AWS goes on listing some of what was deleted, which is not left over.
    @Test
    void tellsWhatIsOnlyStillListed() throws IOException {
        SandboxRunner runner = new SandboxRunner(directory);
        runner.run("sandbox", "reset", "--empty");
        Files.createDirectory(directory.resolve("dev"));
        Files.writeString(directory.resolve("dev/environment.yaml"), NETWORK);
        runner.run("apply", "dev", "--auto-approve");

        assertThat(runner.run("sandbox", "show").out())
                .contains("ec2.vpcs (1)", "ec2.vpc-endpoints (1)")
                .doesNotContain("(deleted, still listed)", "cloudtrail.", "client-tokens");

        runner.run("destroy", "dev", "--auto-approve");

        assertThat(runner.run("sandbox", "show").out())
                .doesNotContain("ec2.vpcs")
                .containsPattern("ec2\\.vpc-endpoints \\(1\\)\n {2}vpce-\\w+ \\(deleted, still listed\\)\n");
    }
}
