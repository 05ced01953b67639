package dev.envctl.testing.forge;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.concurrent.ConcurrentHashMap;

/// A recorded payload, in which some values are changed.
final class Template {

    private static final Map<String, ObjectNode> READ = new ConcurrentHashMap<>();

    private final ObjectNode root;

    Template(ObjectNode root) {
        this.root = root.deepCopy();
    }

    static Template of(String forge, String event) {
        return new Template(READ.computeIfAbsent(forge + "/" + event, _ -> read(forge, event)));
    }

    private static ObjectNode read(String forge, String event) {
        try {
            return (ObjectNode) ForgeServer.JSON.readTree(resource(forge, event + ".json"));
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    /// Those that the forge sent with it, but for the signature.
    static SequencedMap<String, String> headers(String forge, String event) {
        var headers = new LinkedHashMap<String, String>();
        new String(resource(forge, event + ".headers"), StandardCharsets.UTF_8)
                .lines()
                .forEach(line -> {
                    String[] sides = line.split(": ", 2);
                    headers.put(sides[0], sides[1]);
                });
        return headers;
    }

    private static byte[] resource(String forge, String name) {
        try (InputStream stream = Template.class.getResourceAsStream("/webhooks/" + forge + "/" + name)) {
            if (stream == null) {
                throw new IllegalStateException("no payload " + forge + "/" + name);
            }
            return stream.readAllBytes();
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    /// The value must be there already: a payload has no fields that the forge does not send.
    Template set(String path, Object value) {
        int dot = path.lastIndexOf('.');
        ObjectNode parent = dot < 0 ? root : node(path.substring(0, dot));
        String field = path.substring(dot + 1);
        if (!parent.has(field)) {
            throw new IllegalStateException("the payload has no " + path);
        }
        parent.set(field, ForgeServer.JSON.valueToTree(value));
        return this;
    }

    /// Of `value` only what is said at this place of the payload, too.
    Template setWithin(String path, ObjectNode value) {
        List<String> said = new ArrayList<>();
        node(path).fieldNames().forEachRemaining(said::add);
        return set(path, value.deepCopy().retain(said));
    }

    /// Some seconds later than it was recorded: no two events are told in the same words.
    Template at(int seconds) {
        String then = Instant.parse("2026-01-05T09:12:31Z").plusSeconds(seconds).toString();
        return set("repository.updated_at", then);
    }

    ObjectNode node(String path) {
        JsonNode node = root;
        for (String name : path.split("\\.", -1)) {
            node = node.path(name);
        }
        if (!(node instanceof ObjectNode object)) {
            throw new IllegalStateException("the payload has no " + path);
        }
        return object;
    }

    ObjectNode root() {
        return root;
    }

    byte[] bytes() {
        return root.toString().getBytes(StandardCharsets.UTF_8);
    }
}
