package dev.envctl.sandbox.kubernetes;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.StreamSupport;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/// Trees as they travel. Bodies may be JSON or YAML whatever their content type says, as with the real API server.
final class Json {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private Json() {}

    static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    static ArrayNode array() {
        return JsonNodeFactory.instance.arrayNode();
    }

    static ArrayNode texts(List<String> texts) {
        ArrayNode array = array();
        texts.forEach(array::add);
        return array;
    }

    static JsonNode parse(String text) {
        try {
            return MAPPER.readTree(text);
        } catch (JsonProcessingException noJson) {
            return parseYaml(text);
        }
    }

    private static JsonNode parseYaml(String text) {
        try {
            return yaml(text);
        } catch (YamlEngineException broken) {
            throw ApiError.badRequest("error decoding the request body: " + broken.getMessage());
        }
    }

    static JsonNode yaml(String text) {
        return MAPPER.valueToTree(new Load(LoadSettings.builder().build()).loadFromString(text));
    }

    /// A tree out of plain maps and lists.
    static ObjectNode tree(Object plain) {
        return MAPPER.valueToTree(plain);
    }

    static ObjectNode read(String text) {
        if (parse(text) instanceof ObjectNode object) {
            return object;
        }
        throw ApiError.badRequest("the request body is no object");
    }

    static String write(JsonNode node) {
        try {
            return MAPPER.writeValueAsString(node);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("writing JSON; this is a bug in the sandbox", impossible);
        }
    }

    /// The text at a path of keys, empty when there is none.
    static String text(JsonNode node, String... path) {
        return at(node, path).asText("");
    }

    static JsonNode at(JsonNode node, String... path) {
        JsonNode here = node;
        for (String key : path) {
            here = here.path(key);
        }
        return here;
    }

    /// The object under a key, put there when missing.
    static ObjectNode child(ObjectNode parent, String key) {
        return parent.get(key) instanceof ObjectNode present ? present : parent.putObject(key);
    }

    static ObjectNode metadata(ObjectNode object) {
        return child(object, "metadata");
    }

    static List<String> list(JsonNode array) {
        return elements(array).stream().map(JsonNode::asText).toList();
    }

    static List<JsonNode> elements(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false).toList();
    }

    static void removeIf(ArrayNode array, Predicate<JsonNode> condition) {
        for (int i = array.size() - 1; i >= 0; i--) {
            if (condition.test(array.get(i))) {
                array.remove(i);
            }
        }
    }

    static Map<String, String> map(JsonNode object) {
        Map<String, String> entries = new LinkedHashMap<>();
        object.properties()
                .forEach(entry -> entries.put(entry.getKey(), entry.getValue().asText()));
        return entries;
    }
}
