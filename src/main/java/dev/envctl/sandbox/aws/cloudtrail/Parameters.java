package dev.envctl.sandbox.aws.cloudtrail;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;

/// A message as an event shows it: names begin with a small letter, lists of EC2 stand in `items`, long texts, bodies
/// and secrets are left out.
final class Parameters {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final Pattern SECRET = Pattern.compile("(?i).*(secret|password|private_?key|credential).*");
    private static final int LONGEST_TEXT = 256;
    private static final int LONGEST_LIST = 20;

    private final String service;

    Parameters(String service) {
        this.service = service;
    }

    ObjectNode of(SdkPojo message) {
        ObjectNode object = NODES.objectNode();
        for (SdkField<?> field : message.sdkFields()) {
            if (!SECRET.matcher(field.memberName()).matches()) {
                Optional.<Object>ofNullable(field.getValueOrDefault(message))
                        .flatMap(this::node)
                        .ifPresent(node -> object.set(name(field), node));
            }
        }
        return object;
    }

    private String name(SdkField<?> field) {
        String member = field.memberName();
        if (service.equals("s3") && member.equals("Bucket")) {
            return "bucketName";
        }
        return member.substring(0, 1).toLowerCase(Locale.ROOT) + member.substring(1);
    }

    private Optional<JsonNode> node(Object value) {
        return switch (value) {
            case SdkPojo pojo -> filled(of(pojo));
            case String text -> Optional.of(text).filter(this::isShort).map(NODES::textNode);
            case Boolean flag -> Optional.of(NODES.booleanNode(flag));
            case Number number -> Optional.of(NODES.numberNode(new BigDecimal(number.toString())));
            case List<?> list -> list(list);
            case Map<?, ?> map -> map(map);
            default -> Optional.empty();
        };
    }

    private boolean isShort(String text) {
        return text.length() <= LONGEST_TEXT;
    }

    private Optional<JsonNode> list(List<?> list) {
        ArrayNode array = NODES.arrayNode();
        list.stream().limit(LONGEST_LIST).forEach(element -> node(element).ifPresent(array::add));
        if (array.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(service.equals("ec2") ? NODES.objectNode().set("items", array) : array);
    }

    private Optional<JsonNode> map(Map<?, ?> map) {
        ObjectNode object = NODES.objectNode();
        map.forEach((key, value) -> node(value).ifPresent(node -> object.set(key.toString(), node)));
        return filled(object);
    }

    private static Optional<JsonNode> filled(ObjectNode object) {
        return object.isEmpty() ? Optional.empty() : Optional.of(object);
    }
}
