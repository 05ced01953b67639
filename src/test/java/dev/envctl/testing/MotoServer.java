package dev.envctl.testing;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/// Moto, the AWS emulator from the Python world, as a process of its own. Its reading of the APIs is not ours, which is
/// the point. Tests that need it are skipped where it is not installed.
public final class MotoServer implements AutoCloseable {

    private final Process process;
    private final int port;

    private MotoServer(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    public static boolean isInstalled() {
        String path = System.getenv().getOrDefault("PATH", "");
        return Arrays.stream(path.split(":", -1))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, "moto_server")));
    }

    public static MotoServer start() {
        try {
            int port = freePort();
            Process process = new ProcessBuilder("moto_server", "-H", "127.0.0.1", "-p", Integer.toString(port))
                    .redirectErrorStream(true)
                    .start();
            return new MotoServer(process, port).awaitReady();
        } catch (IOException thrown) {
            throw new UncheckedIOException(thrown);
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    public URI uri() {
        return URI.create("http://127.0.0.1:" + port);
    }

    /// It says so when it listens. Its later chatter is read too, or the full pipe would stop it.
    private MotoServer awaitReady() throws IOException {
        BufferedReader output = process.inputReader(StandardCharsets.UTF_8);
        String line = output.readLine();
        while (line != null && !line.contains("Running on")) {
            line = output.readLine();
        }
        Thread.ofVirtual().start(() -> output.lines().forEach(_ -> {}));
        return this;
    }

    @Override
    public void close() {
        process.destroy();
    }
}
