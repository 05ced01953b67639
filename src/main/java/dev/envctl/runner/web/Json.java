package dev.envctl.runner.web;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.http.Context;
import java.util.Collection;
import java.util.function.Function;

/// JSON in and out.
final class Json {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private Json() {}

    static ObjectNode object() {
        return MAPPER.createObjectNode();
    }

    static <T> ArrayNode array(Collection<T> values, Function<T, ? extends JsonNode> write) {
        ArrayNode array = MAPPER.createArrayNode();
        values.forEach(value -> array.add(write.apply(value)));
        return array;
    }

    static void send(Context context, JsonNode document) {
        context.contentType("application/json").result(document.toString());
    }

    static JsonNode body(Context context) {
        if (!context.isJson()) {
            throw new WebException(415, "unsupported", "Send application/json.");
        }
        try {
            return MAPPER.readTree(context.body());
        } catch (JsonProcessingException malformed) {
            throw WebException.badRequest("The body is not JSON.");
        }
    }

    /// A text that has to be there.
    static String text(JsonNode node, String name) {
        JsonNode value = node.path(name);
        if (!value.isTextual()) {
            throw WebException.badRequest("\"" + name + "\" is missing, or is no text.");
        }
        return value.asText();
    }
}
