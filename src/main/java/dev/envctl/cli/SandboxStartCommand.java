package dev.envctl.cli;

import dev.envctl.sandbox.EmulatedClusters;
import dev.envctl.sandbox.Sandbox;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Serves the sandbox to the AWS CLI and kubectl until Ctrl-C.
@CommandLine.Command(name = "start", description = "Serve the sandbox to the AWS CLI and kubectl until Ctrl-C.")
final class SandboxStartCommand implements Command {

    @Mixin
    private final SharedOptions shared = new SharedOptions();

    @Option(names = "--port", paramLabel = "PORT", description = "The port to listen on (4566); 0 takes any free one.")
    private int port = 4566;

    private final Program program;

    SandboxStartCommand(Program program) {
        this.program = program;
    }

    @Override
    public SharedOptions shared() {
        return shared;
    }

    @Override
    public Integer call() {
        Invocation invocation = program.begin(shared);
        SandboxHome home = SandboxHome.of(invocation.shell().directory());
        CountDownLatch stop = new CountDownLatch(1);
        try (Sandbox sandbox = home.open(port);
                Interrupts.Listening _ = invocation.shell().interrupts().listen(stop::countDown, () -> {})) {
            Path kubeconfig = writeKubeconfig(home, sandbox);
            invocation.console().result(variables(sandbox.endpoint(), kubeconfig));
            invocation
                    .console()
                    .note("\nThe sandbox listens at %s and keeps its state in %s. Ctrl-C ends it.\n"
                            .formatted(sandbox.endpoint(), home.directory()));
            stop.await();
            return ExitCode.OK.number();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return ExitCode.INTERRUPTED.number();
        }
    }

    /// To be read by `eval`: the sandbox takes any credentials, the AWS CLI insists on some.
    private static String variables(String endpoint, Path kubeconfig) {
        return """
            export AWS_ENDPOINT_URL=%s
            export AWS_ACCESS_KEY_ID=sandbox
            export AWS_SECRET_ACCESS_KEY=sandbox
            export AWS_REGION=us-east-1
            export AWS_DEFAULT_REGION=us-east-1
            export KUBECONFIG=%s
            """.formatted(endpoint, CommandText.quoted(kubeconfig.toString()));
    }

    /// A context for each cluster that there is. kubectl sends neither tokens nor passwords of a user entry over
    /// plain HTTP, but it does send what stands in the address.
    private static Path writeKubeconfig(SandboxHome home, Sandbox sandbox) {
        Path file = home.directory().resolve("kubeconfig");
        try {
            Files.createDirectories(home.directory());
            Files.writeString(file, kubeconfig(sandbox), StandardCharsets.UTF_8);
            return file;
        } catch (IOException broken) {
            throw new UncheckedIOException("writing " + file, broken);
        }
    }

    private static String kubeconfig(Sandbox sandbox) {
        List<String> names = EmulatedClusters.names(sandbox.world());
        String address = sandbox.endpoint().replace("http://", "http://sandbox:sandbox@") + "/kubernetes/";
        StringBuilder text = new StringBuilder("apiVersion: v1\nkind: Config\nusers: [{name: sandbox, user: {}}]\n");
        text.append(names.isEmpty() ? "clusters: []\n" : "clusters:\n");
        names.forEach(
                name -> text.append("  - {name: %1$s, cluster: {server: \"%2$s%1$s\"}}\n".formatted(name, address)));
        text.append(names.isEmpty() ? "contexts: []\n" : "contexts:\n");
        names.forEach(
                name -> text.append("  - {name: %1$s, context: {cluster: %1$s, user: sandbox}}\n".formatted(name)));
        names.stream()
                .findFirst()
                .ifPresent(name -> text.append("current-context: ").append(name).append('\n'));
        return text.toString();
    }
}
