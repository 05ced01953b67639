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
import java.util.List;
import java.util.Optional;

/// The moto emulator as a process of its own, where it is installed: a second opinion on how AWS answers.
public final class MotoServer implements AutoCloseable {

    private final Process process;
    private final URI endpoint;

    private MotoServer(Process process, URI endpoint) {
        this.process = process;
        this.endpoint = endpoint;
    }

    /// Empty when `moto_server` is not on the path.
    public static Optional<MotoServer> start() {
        return executable().map(MotoServer::start);
    }

    public static boolean isInstalled() {
        return executable().isPresent();
    }

    public URI endpoint() {
        return endpoint;
    }

    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroy);
        process.destroy();
    }

    private static MotoServer start(Path executable) {
        try {
            int port = freePort();
            Process process = new ProcessBuilder(
                            List.of(executable.toString(), "-H", "127.0.0.1", "-p", Integer.toString(port)))
                    .redirectErrorStream(true)
                    .start();
            readUntilListening(process);
            return new MotoServer(process, URI.create("http://127.0.0.1:" + port));
        } catch (IOException failure) {
            throw new UncheckedIOException("starting moto_server", failure);
        }
    }

    /// It says when it listens. What it says later is read too, so that it never waits for a full pipe.
    private static void readUntilListening(Process process) throws IOException {
        BufferedReader output = process.inputReader(StandardCharsets.UTF_8);
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            if (line.contains("Running on")) {
                Thread.ofVirtual().start(() -> output.lines().forEach(_ -> {}));
                return;
            }
        }
        throw new IOException("moto_server ended before it listened");
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private static Optional<Path> executable() {
        return Arrays.stream(
                        Optional.ofNullable(System.getenv("PATH")).orElse("").split(":"))
                .map(directory -> Path.of(directory, "moto_server"))
                .filter(Files::isExecutable)
                .findFirst();
    }
}
