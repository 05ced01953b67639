package dev.envctl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.envctl.sandbox.aws.eks.EksStore;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// An account in which nobody has made anything.
final class EmptySandboxTest {

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
}
