package dev.envctl.plan;

import dev.envctl.schema.FieldRules;
import dev.envctl.schema.FieldSchema;
import dev.envctl.value.Cidr;
import dev.envctl.value.Value;
import dev.envctl.value.ValueJson;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/// The form in which two spellings of the same thing are equal: keys sorted, sets sorted and without duplicates,
/// documents and names as the services themselves compare them.
final class NormalForm {

    private NormalForm() {}

    static Value of(Value value, FieldSchema schema) {
        Optional<FieldRules.Normalize> form = schema.rules().normalize();
        if (form.isPresent()) {
            return normalized(value, form.get());
        }
        return switch (value) {
            case Value.MapValue map -> object(map, schema);
            case Value.ListValue list -> list(list, schema);
            case Value.Text _, Value.Number _, Value.Flag _, Value.Null _, Value.Unknown _, Value.Secret _ -> value;
        };
    }

    /// The live value cut down to what `desired` mentions: what envctl does not manage cannot differ.
    static Value project(Value live, Value desired, FieldSchema schema) {
        if (live instanceof Value.MapValue liveMap
                && desired instanceof Value.MapValue desiredMap
                && schema.values().isEmpty()
                && schema.type() == FieldSchema.Type.OBJECT) {
            Map<String, Value> kept = new LinkedHashMap<>();
            desiredMap
                    .entries()
                    .forEach((key, wanted) -> liveMap.get(key)
                            .ifPresent(have -> kept.put(key, project(have, wanted, child(schema, key)))));
            return new Value.MapValue(kept);
        }
        if (live instanceof Value.ListValue liveList
                && desired instanceof Value.ListValue desiredList
                && liveList.elements().size() == desiredList.elements().size()
                && schema.rules().order() == FieldRules.Order.LISTED) {
            return projectElements(liveList, desiredList, schema);
        }
        return live;
    }

    private static Value projectElements(Value.ListValue live, Value.ListValue desired, FieldSchema schema) {
        FieldSchema items = schema.items().orElse(FieldSchema.ANYTHING);
        Value[] elements = live.elements().toArray(Value[]::new);
        for (int i = 0; i < elements.length; i++) {
            elements[i] = project(elements[i], desired.elements().get(i), items);
        }
        return Value.list(elements);
    }

    private static Value object(Value.MapValue map, FieldSchema schema) {
        Map<String, Value> sorted = new TreeMap<>();
        map.entries().forEach((key, value) -> {
            if (!(value instanceof Value.Null)) {
                sorted.put(key, of(value, child(schema, key)));
            }
        });
        return new Value.MapValue(sorted);
    }

    private static Value list(Value.ListValue list, FieldSchema schema) {
        FieldSchema items = schema.items().orElse(FieldSchema.ANYTHING);
        Stream<Value> elements = list.elements().stream().map(element -> of(element, items));
        return switch (schema.rules().order()) {
            case FieldRules.Order.Listed _ -> new Value.ListValue(elements.toList());
            case FieldRules.Order.AnyOrder _ -> sorted(elements);
            case FieldRules.Order.KeyedBy(String field) ->
                new Value.ListValue(elements.sorted(Comparator.comparing(element -> keyOf(element, field)))
                        .toList());
        };
    }

    private static String keyOf(Value element, String field) {
        return element instanceof Value.MapValue map
                ? map.get(field).map(ValueJson::write).orElse("")
                : ValueJson.write(element);
    }

    private static Value sorted(Stream<Value> elements) {
        Map<String, Value> byText = new TreeMap<>();
        elements.forEach(element -> byText.put(ValueJson.write(element), element));
        return new Value.ListValue(List.copyOf(byText.values()));
    }

    private static FieldSchema child(FieldSchema schema, String key) {
        return Optional.ofNullable(schema.fields().get(key)).or(schema::values).orElse(FieldSchema.ANYTHING);
    }

    private static Value normalized(Value value, FieldRules.Normalize form) {
        return switch (form) {
            case IAM_POLICY -> PolicyForm.of(parsed(value));
            case JSON -> of(parsed(value), FieldSchema.ANYTHING);
            case RELEASE_LABEL -> eachText(value, text -> text.replaceFirst("-latest$", ""));
            case CIDR -> eachText(value, NormalForm::networkAddress);
            case ARN_OR_NAME -> eachText(value, text -> text.substring(text.lastIndexOf('/') + 1));
            case S3_URI -> eachText(value, text -> text.replaceFirst("/+$", ""));
            case SHA256 -> eachText(value, ContentDigest::ofText);
            case SHA256_OF_BASE64 -> eachText(value, ContentDigest::ofBase64);
            case IGNORE_CASE -> eachText(value, text -> text.toLowerCase(Locale.ROOT));
        };
    }

    /// What a reader is shown of contents: their digests, as they are compared.
    static Value.MapValue withDigests(Value.MapValue body, FieldSchema schema) {
        Value.MapValue shown = body;
        for (var entry : body.entries().entrySet()) {
            shown = shown.with(entry.getKey(), shown(entry.getValue(), child(schema, entry.getKey())));
        }
        return shown;
    }

    /// The live value with its sets in the order in which git has their elements, so that a reader sees what came
    /// and went and not what moved. What git does not have comes last.
    static Value inOrderOf(Value desired, Value live, FieldSchema schema) {
        if (desired instanceof Value.MapValue wanted && live instanceof Value.MapValue have) {
            Value.MapValue ordered = have;
            for (var entry : have.entries().entrySet()) {
                ordered = ordered.with(
                        entry.getKey(),
                        inOrderOf(
                                wanted.get(entry.getKey()).orElse(Value.NULL),
                                entry.getValue(),
                                child(schema, entry.getKey())));
            }
            return ordered;
        }
        if (desired instanceof Value.ListValue wanted
                && live instanceof Value.ListValue have
                && schema.rules().order() != FieldRules.Order.LISTED) {
            return inOrderOf(wanted, have, schema.items().orElse(FieldSchema.ANYTHING));
        }
        return live;
    }

    private static Value inOrderOf(Value.ListValue desired, Value.ListValue live, FieldSchema items) {
        List<Value> left = new ArrayList<>(live.elements());
        List<Value> ordered = new ArrayList<>();
        for (Value element : desired.elements()) {
            Value form = of(element, items);
            left.stream()
                    .filter(candidate -> of(candidate, items).equals(form))
                    .findFirst()
                    .ifPresent(match -> {
                        left.remove(match);
                        ordered.add(match);
                    });
        }
        ordered.addAll(left);
        return new Value.ListValue(ordered);
    }

    static Value shown(Value value, FieldSchema schema) {
        boolean content = schema.rules()
                .normalize()
                .filter(form -> form == FieldRules.Normalize.SHA256 || form == FieldRules.Normalize.SHA256_OF_BASE64)
                .isPresent();
        return content ? of(value, schema) : value;
    }

    private interface TextForm {
        String of(String text);
    }

    private static Value eachText(Value value, TextForm form) {
        return switch (value) {
            case Value.Text(String text) -> Value.of(form.of(text));
            case Value.ListValue list -> {
                TreeSet<String> texts = new TreeSet<>();
                list.elements()
                        .forEach(element -> element.asText().map(form::of).ifPresent(texts::add));
                yield Value.texts(List.copyOf(texts));
            }
            case Value.MapValue _, Value.Number _, Value.Flag _, Value.Null _, Value.Unknown _, Value.Secret _ -> value;
        };
    }

    /// A document may be written as YAML or as JSON text.
    private static Value parsed(Value value) {
        if (value instanceof Value.Text(String text) && text.stripLeading().startsWith("{")) {
            try {
                return ValueJson.read(text);
            } catch (IllegalArgumentException notJson) {
                return value;
            }
        }
        return value;
    }

    /// `10.0.1.5/16` is stored as `10.0.0.0/16`. IPv6 and anything unparsable stay as they are, in lower case.
    private static String networkAddress(String cidr) {
        return Cidr.parse(cidr).map(Cidr::toString).orElseGet(() -> cidr.toLowerCase(Locale.ROOT));
    }
}
