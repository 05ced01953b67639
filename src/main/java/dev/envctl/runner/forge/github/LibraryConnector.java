package dev.envctl.runner.forge.github;

import dev.envctl.runner.forge.rest.Answer;
import dev.envctl.runner.forge.rest.Call;
import dev.envctl.runner.forge.rest.Rest;
import dev.envctl.runner.forge.rest.Transport;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.kohsuke.github.connector.GitHubConnector;
import org.kohsuke.github.connector.GitHubConnectorRequest;
import org.kohsuke.github.connector.GitHubConnectorResponse;

/// Lets the library send through our transport, so that its calls have the same limits, and its refusals the same
/// words, as all others. A refusal leaves as a [dev.envctl.runner.forge.ForgeException], which the library does not
/// catch and therefore cannot wait out or repeat on its own.
final class LibraryConnector implements GitHubConnector {

    /// The client sets these itself and takes them from nobody.
    private static final Set<String> NOT_OURS = Set.of("accept-encoding", "host", "connection", "content-length");

    private final Transport transport;
    private final String what;
    private final Runnable refused;

    /// `refused` is told when GitHub does not know us by the token.
    LibraryConnector(Transport transport, String what, Runnable refused) {
        this.transport = transport;
        this.what = what;
        this.refused = refused;
    }

    @Override
    public GitHubConnectorResponse send(GitHubConnectorRequest request) throws IOException {
        Answer answer = transport.send(call(request));
        if (answer.isStranger()) {
            refused.run();
        }
        if (!answer.isGood()) {
            throw Rest.refusal(
                    what,
                    answer,
                    Optional.ofNullable(request.header("Authorization")).orElse(""));
        }
        return new Response(request, answer);
    }

    private Call call(GitHubConnectorRequest request) throws IOException {
        var headers = new LinkedHashMap<String, String>();
        for (String name : new TreeSet<>(request.allHeaders().keySet())) {
            String value = request.header(name);
            if (value != null && !NOT_OURS.contains(name.toLowerCase(Locale.ROOT))) {
                headers.put(name, value);
            }
        }
        String type = request.contentType();
        if (type != null) {
            headers.put("Content-Type", type);
        }
        return new Call(what, request.method(), URI.create(request.url().toString()), headers, body(request));
    }

    private static String body(GitHubConnectorRequest request) throws IOException {
        try (InputStream body = request.body()) {
            return body == null ? "" : new String(body.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static final class Response extends GitHubConnectorResponse.ByteArrayResponse {

        private final String body;

        Response(GitHubConnectorRequest request, Answer answer) {
            super(request, answer.status(), answer.headers().map());
            this.body = answer.body();
        }

        @Override
        protected InputStream rawBodyStream() {
            return new ByteArrayInputStream(body.getBytes(StandardCharsets.UTF_8));
        }
    }
}
