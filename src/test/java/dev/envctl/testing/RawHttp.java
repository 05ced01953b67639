package dev.envctl.testing;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Sends what no client would, byte for byte, and reads the answer to its end.
public final class RawHttp {

    private static final int PATIENCE_MS = 3_000;

    private final URI server;

    public RawHttp(URI server) {
        this.server = server;
    }

    public record Answer(String whole) {

        /// 0 when there was none.
        public int status() {
            return whole.startsWith("HTTP/1.1 ") ? Integer.parseInt(whole.substring(9, 12)) : 0;
        }

        public String header(String name) {
            return Arrays.stream(head().split("\r\n"))
                    .filter(line -> line.regionMatches(true, 0, name + ":", 0, name.length() + 1))
                    .map(line -> line.substring(name.length() + 1).strip())
                    .findFirst()
                    .orElse("");
        }

        public String head() {
            int end = whole.indexOf("\r\n\r\n");
            return end < 0 ? whole : whole.substring(0, end);
        }

        /// Of texts that have other letters, too.
        public String utf8() {
            return new String(body().getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
        }

        public String body() {
            return whole.substring(Math.min(whole.length(), head().length() + 4));
        }
    }

    /// `line` is `GET /path`; each header ends itself, too.
    public Answer ask(String line, String body, String... headers) {
        String length = body.isEmpty() ? "" : "Content-Length: " + utf8(body).length + "\r\n";
        return send(line + " HTTP/1.1\r\nHost: envctl.example.com\r\nConnection: close\r\n" + length
                + Arrays.stream(headers).map(header -> header + "\r\n").reduce("", String::concat) + "\r\n" + body);
    }

    /// A server that has heard enough may hang up while we still talk; what it said is read all the same.
    public Answer send(String request) {
        try (Socket socket = new Socket(server.getHost(), server.getPort())) {
            socket.setSoTimeout(PATIENCE_MS);
            try {
                socket.getOutputStream().write(utf8(request));
                socket.getOutputStream().flush();
            } catch (IOException hungUp) {
                return new Answer(read(socket));
            }
            return new Answer(read(socket));
        } catch (IOException broken) {
            throw new IllegalStateException("asking " + server, broken);
        }
    }

    private static String read(Socket socket) {
        StringBuilder text = new StringBuilder();
        byte[] part = new byte[8192];
        try {
            for (int count = socket.getInputStream().read(part);
                    count >= 0;
                    count = socket.getInputStream().read(part)) {
                text.append(new String(part, 0, count, StandardCharsets.ISO_8859_1));
            }
        } catch (IOException reset) {
            return text.toString();
        }
        return text.toString();
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
