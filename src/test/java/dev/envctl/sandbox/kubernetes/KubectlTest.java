package dev.envctl.sandbox.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.envctl.testing.SignedTokens;
import dev.envctl.testing.TestClusters;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The real kubectl at work on an emulated cluster. Skipped where there is none.
class KubectlTest {

    @TempDir
    private Path directory;

    private final TestClusters clusters = TestClusters.start();

    @BeforeEach
    void needsKubectl() {
        assumeTrue(
                Stream.of(System.getenv().getOrDefault("PATH", "").split(":"))
                        .anyMatch(place -> Files.isExecutable(Path.of(place, "kubectl"))),
                "kubectl is not installed");
    }

    @AfterEach
    void close() {
        clusters.close();
    }

    @Test
    void getsTables() {
        assertThat(kubectl("get", "namespaces"))
                .contains("NAME", "STATUS", "AGE")
                .contains("kube-system");
        assertThat(kubectl("get", "deploy,pods", "-n", "kube-system"))
                .contains("deployment.apps/aws-load-balancer-controller")
                .contains("2/2")
                .contains("Running");
        assertThat(kubectl("get", "ingressclassparams")).contains("alb");
        assertThat(kubectl("get", "all", "--all-namespaces")).contains("service/aws-load-balancer-webhook-service");
    }

    @Test
    void appliesOnEitherSide() {
        Path file = write(
                "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: c, namespace: default}\ndata: {a: '1', b: '2'}\n");
        assertThat(kubectl("apply", "-f", file.toString())).contains("configmap/c created");
        assertThat(kubectl("apply", "-f", file.toString())).contains("configmap/c unchanged");

        write("apiVersion: v1\nkind: ConfigMap\nmetadata: {name: c, namespace: default}\ndata: {a: '1', b: '3'}\n");
        assertThat(kubectl("apply", "--server-side", "--field-manager=other", "-f", file.toString()))
                .contains("conflict with \"kubectl-client-side-apply\" using v1: .data.b");
        assertThat(kubectl(
                        "apply", "--server-side", "--force-conflicts", "--field-manager=other", "-f", file.toString()))
                .contains("configmap/c serverside-applied");
        assertThat(kubectl("get", "configmap", "c", "-o", "jsonpath={.data.b}")).isEqualTo("3");
    }

    @Test
    void labelsDescribesAndDeletes() {
        assertThat(kubectl("create", "namespace", "spark")).contains("namespace/spark created");
        assertThat(kubectl("label", "namespace", "spark", "team=data")).contains("labeled");
        assertThat(kubectl("annotate", "namespace", "spark", "note=hello")).contains("annotated");
        assertThat(kubectl("describe", "namespace", "spark")).contains("team=data", "note: hello", "Active");
        assertThat(kubectl("delete", "namespace", "spark", "--wait=false")).contains("namespace \"spark\" deleted");
        assertThat(kubectl("get", "namespace", "spark")).contains("Terminating");
        assertThat(kubectl("auth", "can-i", "delete", "pods")).contains("yes");
    }

    private Path write(String text) {
        try {
            return Files.writeString(directory.resolve("object.yaml"), text);
        } catch (IOException broken) {
            throw new UncheckedIOException("writing a file for kubectl", broken);
        }
    }

    /// What it prints, errors included. kubectl sends no token over plain HTTP, so the key is in the address.
    private String kubectl(String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                "kubectl",
                "--server=" + clusters.address().replace("http://", "http://AKIASANDBOX:" + SignedTokens.SECRET + "@"),
                "--cache-dir=" + directory.resolve("cache")));
        command.addAll(List.of(arguments));
        try {
            ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
            builder.environment().put("KUBECONFIG", directory.resolve("none").toString());
            Process process = builder.start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
            return output;
        } catch (IOException broken) {
            throw new UncheckedIOException("running kubectl", broken);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("running kubectl", interrupted);
        }
    }
}
