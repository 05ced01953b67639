package dev.envctl.kubernetes;

import dev.envctl.value.Value;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/// YAML that others wrote (charts, indexes, manifests) as values. Not for documents of ours, whose positions matter.
final class Yaml {

    /// A repository's index lists every version there ever was.
    private static final int LIMIT = 64 * 1024 * 1024;

    private Yaml() {}

    static Value.MapValue map(String text) {
        return documents(text).stream().findFirst().orElse(Value.MapValue.EMPTY);
    }

    /// The documents that are maps; empty ones are left out.
    static List<Value.MapValue> documents(String text) {
        LoadSettings settings = LoadSettings.builder()
                .setCodePointLimit(LIMIT)
                .setAllowDuplicateKeys(true)
                .setSchema(new CoreSchema())
                .build();
        List<Value.MapValue> documents = new ArrayList<>();
        for (Object document : new Load(settings).loadAllFromReader(new WholeCharacters(text))) {
            if (value(document) instanceof Value.MapValue map) {
                documents.add(map);
            }
        }
        return documents;
    }

    private static Value value(@Nullable Object object) {
        return switch (object) {
            case null -> Value.NULL;
            case Map<?, ?> map -> map(map);
            case List<?> list ->
                new Value.ListValue(list.stream().map(Yaml::value).toList());
            case Boolean flag -> Value.of(flag);
            case Number number -> number(number);
            default -> Value.of(object.toString());
        };
    }

    private static Value number(Number number) {
        return number instanceof Double real && (real.isNaN() || real.isInfinite())
                ? Value.of(number.toString())
                : new Value.Number(new BigDecimal(number.toString()));
    }

    private static Value.MapValue map(Map<?, ?> map) {
        SequencedMap<String, Value> entries = new LinkedHashMap<>();
        map.forEach((key, value) -> entries.put(String.valueOf(key), value(value)));
        return new Value.MapValue(entries);
    }
}
