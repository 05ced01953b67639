package dev.envctl.schema;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.envctl.value.FieldPath;
import dev.envctl.value.Value;
import dev.envctl.value.ValueJson;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// The keywords of JSON Schema that our schemas hardly use (`if`, `not`, `dependentRequired`, `patternProperties`, …),
/// by a library. Nothing else may touch this class: loading it takes longer than everything else that `schema` does.
final class ExoticCheck {

    record Finding(FieldPath path, String message) {}

    private static final SchemaRegistry REGISTRY =
            SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);
    private static final Map<Value.MapValue, Schema> COMPILED = new ConcurrentHashMap<>();

    private ExoticCheck() {}

    /// What the value's unknown parts might still satisfy is not held against it.
    static List<Finding> check(Value value, Value.MapValue schema) {
        Schema compiled =
                COMPILED.computeIfAbsent(schema, text -> REGISTRY.getSchema(ValueJson.write(text), InputFormat.JSON));
        return compiled.validate(ValueJson.write(value), InputFormat.JSON).stream()
                .map(error -> new Finding(
                        FieldPath.parse(error.getInstanceLocation().toString()), sentence(error.getMessage())))
                .filter(finding -> value.at(finding.path()).map(Value::isKnown).orElse(true))
                .toList();
    }

    private static String sentence(String message) {
        int colon = message.indexOf(": ");
        return colon > 0 && message.substring(0, colon).startsWith("/") ? message.substring(colon + 2) : message;
    }
}
