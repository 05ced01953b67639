package dev.envctl.runner.forge.rest;

import dev.envctl.value.Ordered;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.SequencedMap;
import java.util.Set;

/// One request. `what` is what is being done, in words for a person; it is the beginning of every error. An empty
/// `body` is none.
public record Call(String what, String method, URI address, SequencedMap<String, String> headers, String body) {

    private static final Set<String> REPEATABLE = Set.of("GET", "HEAD", "PUT", "PATCH", "DELETE");

    public Call {
        headers = Ordered.copyOf(headers);
        method = method.toUpperCase(Locale.ROOT);
    }

    public static Call get(String what, URI address) {
        return new Call(what, "GET", address, new LinkedHashMap<>(), "");
    }

    public Call withHeader(String name, String value) {
        var more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new Call(what, method, address, more, body);
    }

    Call at(URI elsewhere) {
        return new Call(what, method, elsewhere, headers, body);
    }

    /// Whether doing it twice is doing it once. Our PATCH and PUT say the whole of what shall be.
    boolean isRepeatable() {
        return REPEATABLE.contains(method);
    }

    /// Headers hold tokens.
    @Override
    public String toString() {
        return method + " " + address;
    }
}
