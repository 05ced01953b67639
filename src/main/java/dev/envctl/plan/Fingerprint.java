package dev.envctl.plan;

import dev.envctl.schema.FieldSchema;
import dev.envctl.value.Sha256;
import dev.envctl.value.Value;
import dev.envctl.value.ValueJson;
import java.math.BigInteger;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// The short hash of a desired value that the ledger keeps: for each top-level field three characters for its name and
/// five for its value, so that a later plan can tell field by field who moved. A tag value holds 256 characters; a spec
/// with more fields than fit is hashed as a whole. Secrets take part with their reference, never with their content.
public final class Fingerprint {

    private static final int NAME = 3;
    private static final int VALUE = 5;
    private static final int MOST_FIELDS = 256 / (NAME + VALUE);
    private static final String WHOLE = "w-";

    private Fingerprint() {}

    public static String of(Value.MapValue desired, FieldSchema schema) {
        Map<String, String> byName = new TreeMap<>();
        desired.entries().forEach((field, value) -> {
            if (takesPart(field, schema)) {
                byName.put(hash(field, NAME), hashOf(field, value, schema));
            }
        });
        StringBuilder text = new StringBuilder();
        byName.forEach((name, value) -> text.append(name).append(value));
        return byName.size() <= MOST_FIELDS ? text.toString() : WHOLE + hash(text.toString(), VALUE * 2);
    }

    /// The hash that a ledger entry holds for a field; empty when the field was not managed then, or nothing is
    /// known.
    static Optional<String> appliedTo(String field, String applied) {
        if (applied.startsWith(WHOLE)) {
            return Optional.empty();
        }
        String name = hash(field, NAME);
        for (int at = 0; at + NAME + VALUE <= applied.length(); at += NAME + VALUE) {
            if (applied.startsWith(name, at)) {
                return Optional.of(applied.substring(at + NAME, at + NAME + VALUE));
            }
        }
        return Optional.empty();
    }

    static String hashOf(String field, Value value, FieldSchema schema) {
        FieldSchema fieldSchema =
                Optional.ofNullable(schema.fields().get(field)).orElse(FieldSchema.ANYTHING);
        return hash(ValueJson.write(NormalForm.of(value, fieldSchema)), VALUE);
    }

    static boolean takesPart(String field, FieldSchema schema) {
        FieldSchema fieldSchema =
                Optional.ofNullable(schema.fields().get(field)).orElse(FieldSchema.ANYTHING);
        return !fieldSchema.rules().writeOnly() && !fieldSchema.rules().computed();
    }

    private static String hash(String text, int length) {
        String digits = new BigInteger(1, Sha256.of(text)).toString(Character.MAX_RADIX);
        return digits.substring(digits.length() - length);
    }
}
