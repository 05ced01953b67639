package dev.envctl.sandbox.aws;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.traits.MapTrait;
import software.amazon.awssdk.core.traits.TimestampFormatTrait.Format;

/// The parameters of a Query request as a tree: `Tags.member.1.Key=a` is a value four levels deep. The two Query
/// protocols differ in whether lists have the level `member`; what was sent tells.
final class FormNode {

    private Optional<String> value = Optional.empty();
    private final Map<String, FormNode> children = new LinkedHashMap<>();

    static FormNode of(Map<String, List<String>> form) {
        FormNode root = new FormNode();
        form.forEach((name, values) -> {
            FormNode node = root;
            for (String part : name.split("\\.", -1)) {
                node = node.children.computeIfAbsent(part, _ -> new FormNode());
            }
            node.value = Optional.of(values.getFirst());
        });
        return root;
    }

    void read(Iterable<SdkField<?>> fields, SdkPojo builder) {
        for (SdkField<?> field : fields) {
            Optional.ofNullable(children.get(field.locationName()))
                    .flatMap(node -> node.read(field))
                    .ifPresent(content -> field.set(builder, content));
        }
    }

    private Optional<Object> read(SdkField<?> field) {
        return switch (field.marshallingType().getKnownType()) {
            case SDK_POJO -> Optional.of(readPojo(field));
            case LIST -> Optional.of(readList(field));
            case MAP -> Optional.of(readMap(field));
            default -> value.map(text -> Scalars.parse(field, text, Format.ISO_8601));
        };
    }

    private SdkPojo readPojo(SdkField<?> field) {
        SdkPojo builder = field.constructor().get();
        read(builder.sdkFields(), builder);
        return Fields.build(builder);
    }

    private List<Object> readList(SdkField<?> field) {
        List<Object> list = new ArrayList<>();
        for (FormNode member : members(Fields.elementName(field))) {
            member.read(Fields.element(field)).ifPresent(list::add);
        }
        return list;
    }

    private Map<String, Object> readMap(SdkField<?> field) {
        MapTrait trait = field.getRequiredTrait(MapTrait.class);
        Map<String, Object> map = new LinkedHashMap<>();
        for (FormNode entry : members("entry")) {
            FormNode key = entry.children.getOrDefault(trait.keyLocationName(), new FormNode());
            FormNode content = entry.children.getOrDefault(trait.valueLocationName(), new FormNode());
            content.read(trait.valueFieldInfo()).ifPresent(read -> map.put(key.value.orElse(""), read));
        }
        return map;
    }

    /// The numbered children, of this node or of its child with the level's name, by number.
    private Iterable<FormNode> members(String levelName) {
        Map<Integer, FormNode> numbered = new TreeMap<>();
        Optional.ofNullable(children.get(levelName)).orElse(this).children.forEach((name, node) -> {
            if (name.chars().allMatch(Character::isDigit) && !name.isEmpty()) {
                numbered.put(Integer.valueOf(name), node);
            }
        });
        return numbered.values();
    }
}
