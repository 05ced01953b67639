package dev.envctl.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// Who takes a lease: a person at a machine, or a job of a CI system, and the process that does it.
record Holder(String name, String host, String process) {

    static Holder of(Shell shell) {
        String host = host(shell);
        String user = shell.variable("USER")
                .or(() -> shell.variable("LOGNAME"))
                .or(() -> shell.variable("USERNAME"))
                .orElse("somebody");
        String process = host + ":" + ProcessHandle.current().pid();
        return new Holder(job(shell).orElse(user + "@" + host), host, process);
    }

    private static Optional<String> job(Shell shell) {
        return shell.variable("GITHUB_RUN_ID")
                .map(run -> "github:" + shell.variable("GITHUB_REPOSITORY").orElse("") + "/" + run);
    }

    private static String host(Shell shell) {
        return shell.variable("HOSTNAME").or(Holder::hostFile).orElse("localhost");
    }

    /// Asking the network for one's own name can take seconds.
    private static Optional<String> hostFile() {
        try {
            String name = Files.readString(Path.of("/etc/hostname"), StandardCharsets.UTF_8)
                    .strip();
            return Optional.of(name).filter(text -> !text.isEmpty());
        } catch (IOException notThere) {
            return Optional.empty();
        }
    }
}
