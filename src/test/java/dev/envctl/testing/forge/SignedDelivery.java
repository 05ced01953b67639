package dev.envctl.testing.forge;

import dev.envctl.value.Ordered;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/// A webhook as it is on the wire.
public final class SignedDelivery {

    private final String event;
    private final SequencedMap<String, String> headers;
    private final byte[] body;

    public SignedDelivery(String event, SequencedMap<String, String> headers, byte[] body) {
        this.event = event;
        this.headers = Ordered.copyOf(headers);
        this.body = body.clone();
    }

    public String event() {
        return event;
    }

    public SequencedMap<String, String> headers() {
        return headers;
    }

    public byte[] body() {
        return body.clone();
    }

    public SignedDelivery with(String header, String value) {
        var changed = new LinkedHashMap<>(headers);
        changed.put(header, value);
        return new SignedDelivery(event, changed, body);
    }

    public SignedDelivery without(String header) {
        var changed = new LinkedHashMap<>(headers);
        changed.remove(header);
        return new SignedDelivery(event, changed, body);
    }

    /// With the signature that it had.
    public SignedDelivery withBody(byte[] other) {
        return new SignedDelivery(event, headers, other);
    }

    /// As a web server hands them on.
    public Map<String, List<String>> headerLists() {
        var lists = new LinkedHashMap<String, List<String>>();
        headers.forEach((name, value) -> lists.put(name, List.of(value)));
        return lists;
    }
}
