package dev.envctl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.envctl.cli.SandboxRunner.Outcome;
import dev.envctl.testing.GitOrigin;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a change touches, asked in the directory of a repository.
class ChangedCommandTest {

    @TempDir
    private Path directory;

    private GitOrigin repository;

    @BeforeEach
    void twoEnvironments() {
        repository = new GitOrigin(directory);
        for (String name : new String[] {"dev", "prod"}) {
            repository
                    .write("environments/" + name + "/environment.yaml", """
                        apiVersion: envctl.dev/v1
                        kind: Environment
                        metadata: {name: %s}
                        spec: {target: sandbox}
                        """.formatted(name))
                    .write("environments/" + name + "/release.yaml", """
                        apiVersion: envctl.dev/v1
                        kind: HelmRelease
                        metadata: {name: app}
                        spec:
                          clusterName: spark
                          namespace: apps
                          name: app
                          chart: {name: app, path: "charts/${environment.name}"}
                        """);
        }
        repository.write("charts/dev/Chart.yaml", "name: app").write("charts/prod/Chart.yaml", "name: app");
        repository.commit("Two environments and their charts");
        repository.branch("change");
    }

    private String changed() {
        Outcome outcome = new SandboxRunner(directory).run("changed", "--base", "main");
        assertThat(outcome.exit()).as(outcome.err()).isZero();
        return outcome.out();
    }

    @Test
    void aLocalChartTouchesTheEnvironmentsThatInstallIt() {
        repository.write("charts/prod/templates/service.yaml", "kind: Service");

        assertThat(changed()).isEqualTo("environments/prod\n");
    }

    @Test
    void aChartThatIsGoneTouchesThemToo() {
        repository.remove("charts/dev/Chart.yaml").commit("Gone");

        assertThat(changed()).isEqualTo("environments/dev\n");
    }

    @Test
    void whatADocumentReadsTouchesItsEnvironment() {
        repository.write("environments/dev/files/plugins.zip", "zip").write("README.md", "Read me");

        assertThat(changed()).isEqualTo("environments/dev\n");
    }

    @Test
    void whatNobodyReadsTouchesNothing() {
        repository.write("charts/other/Chart.yaml", "name: other").write("charts/README.md", "Charts");

        assertThat(changed()).isEmpty();
    }
}
