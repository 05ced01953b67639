package dev.envctl.sandbox.aws;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.document.Document;
import software.amazon.awssdk.core.traits.TimestampFormatTrait.Format;

/// Model objects from and to JSON.
final class JsonMessages {

    private static final JsonMapper MAPPER = new JsonMapper();
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private JsonMessages() {}

    static JsonNode parse(SdkBytes body) {
        byte[] bytes = body.asByteArrayUnsafe();
        if (bytes.length == 0) {
            return NODES.objectNode();
        }
        try {
            return MAPPER.readTree(bytes);
        } catch (JsonProcessingException malformed) {
            throw notJson(malformed.getOriginalMessage());
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    static byte[] write(JsonNode node) {
        try {
            return MAPPER.writeValueAsBytes(node);
        } catch (JsonProcessingException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    /// Reads the fields given from an object into a builder.
    static void read(JsonNode object, Iterable<SdkField<?>> fields, SdkPojo builder) {
        if (!object.isObject()) {
            throw notJson("an object is wanted");
        }
        for (SdkField<?> field : fields) {
            JsonNode value = object.path(field.locationName());
            if (!value.isMissingNode() && !value.isNull()) {
                field.set(builder, read(value, field));
            }
        }
    }

    static Object read(JsonNode node, SdkField<?> field) {
        return switch (field.marshallingType().getKnownType()) {
            case SDK_POJO -> readPojo(node, field);
            case LIST -> readList(node, field);
            case MAP -> readMap(node, field);
            case DOCUMENT -> readDocument(node);
            case INSTANT -> readInstant(node, field);
            case STRING -> text(node, field);
            case SDK_BYTES -> SdkBytes.fromByteArrayUnsafe(Base64.getDecoder().decode(text(node, field)));
            case INTEGER, LONG, SHORT, BYTE, FLOAT, DOUBLE, BIG_DECIMAL, BOOLEAN, NULL ->
                Scalars.parse(field, node.asText(), Format.UNIX_TIMESTAMP);
        };
    }

    private static SdkPojo readPojo(JsonNode node, SdkField<?> field) {
        SdkPojo builder = field.constructor().get();
        read(node, builder.sdkFields(), builder);
        return Fields.build(builder);
    }

    private static List<Object> readList(JsonNode node, SdkField<?> field) {
        if (!node.isArray()) {
            throw wrongType(field, "a list");
        }
        List<Object> list = new ArrayList<>();
        node.forEach(element -> list.add(read(element, Fields.element(field))));
        return list;
    }

    private static Map<String, Object> readMap(JsonNode node, SdkField<?> field) {
        if (!node.isObject()) {
            throw wrongType(field, "an object");
        }
        Map<String, Object> map = new LinkedHashMap<>();
        node.properties().forEach(entry -> map.put(entry.getKey(), read(entry.getValue(), Fields.mapValue(field))));
        return map;
    }

    private static String text(JsonNode node, SdkField<?> field) {
        if (!node.isTextual()) {
            throw wrongType(field, "a string");
        }
        return node.textValue();
    }

    private static Instant readInstant(JsonNode node, SdkField<?> field) {
        if (node.isNumber() && Timestamps.format(field, Format.UNIX_TIMESTAMP) == Format.UNIX_TIMESTAMP) {
            return Timestamps.ofSeconds(node.decimalValue());
        }
        return Timestamps.parse(node.asText(), Timestamps.format(field, Format.ISO_8601));
    }

    private static Document readDocument(JsonNode node) {
        return switch (node.getNodeType()) {
            case OBJECT -> {
                Map<String, Document> map = new LinkedHashMap<>();
                node.properties().forEach(entry -> map.put(entry.getKey(), readDocument(entry.getValue())));
                yield Document.fromMap(map);
            }
            case ARRAY -> {
                List<Document> list = new ArrayList<>();
                node.forEach(element -> list.add(readDocument(element)));
                yield Document.fromList(list);
            }
            case STRING -> Document.fromString(node.textValue());
            case NUMBER -> Document.fromNumber(node.asText());
            case BOOLEAN -> Document.fromBoolean(node.booleanValue());
            case NULL, MISSING, BINARY, POJO -> Document.fromNull();
        };
    }

    static ObjectNode write(SdkPojo message, Iterable<SdkField<?>> fields) {
        ObjectNode object = NODES.objectNode();
        for (SdkField<?> field : fields) {
            Fields.value(message, field)
                    .ifPresent(value -> object.set(field.unmarshallLocationName(), write(value, field)));
        }
        return object;
    }

    private static JsonNode write(Object value, SdkField<?> field) {
        return switch (value) {
            case SdkPojo pojo -> write(pojo, pojo.sdkFields());
            case List<?> list -> {
                var array = NODES.arrayNode();
                list.forEach(element -> array.add(write(element, Fields.element(field))));
                yield array;
            }
            case Map<?, ?> map -> {
                var object = NODES.objectNode();
                map.forEach((key, element) -> object.set(key.toString(), write(element, Fields.mapValue(field))));
                yield object;
            }
            case Document document -> writeDocument(document);
            case Instant instant -> writeInstant(instant, Timestamps.format(field, Format.UNIX_TIMESTAMP));
            case Boolean flag -> NODES.booleanNode(flag);
            case Integer number -> NODES.numberNode(number);
            case Long number -> NODES.numberNode(number);
            case Number number -> NODES.numberNode(new BigDecimal(number.toString()));
            default -> NODES.textNode(Scalars.write(field, value, Format.ISO_8601));
        };
    }

    private static JsonNode writeInstant(Instant instant, Format format) {
        return format == Format.UNIX_TIMESTAMP
                ? NODES.numberNode(Timestamps.seconds(instant))
                : NODES.textNode(Timestamps.write(instant, format));
    }

    private static JsonNode writeDocument(Document document) {
        if (document.isMap()) {
            var object = NODES.objectNode();
            document.asMap().forEach((key, value) -> object.set(key, writeDocument(value)));
            return object;
        }
        if (document.isList()) {
            var array = NODES.arrayNode();
            document.asList().forEach(value -> array.add(writeDocument(value)));
            return array;
        }
        if (document.isString()) {
            return NODES.textNode(document.asString());
        }
        if (document.isNumber()) {
            return NODES.numberNode(document.asNumber().bigDecimalValue());
        }
        return document.isBoolean() ? NODES.booleanNode(document.asBoolean()) : NODES.nullNode();
    }

    private static AwsError wrongType(SdkField<?> field, String wanted) {
        return new AwsError("SerializationException", 400, field.locationName() + " must be " + wanted + ".");
    }

    private static AwsError notJson(String reason) {
        return new AwsError("SerializationException", 400, "The request is not well-formed JSON: " + reason);
    }
}
