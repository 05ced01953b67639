package dev.envctl.report;

import dev.envctl.plan.Change;
import dev.envctl.plan.FieldChange;
import dev.envctl.value.FieldPath;
import dev.envctl.value.Value;
import java.util.List;
import java.util.Optional;

/// Puts a [Value.Secret] wherever a field is sensitive, so that no report has to remember to look.
final class Masking {

    private static final Value BEFORE = Value.Secret.of("before");
    private static final Value AFTER = Value.Secret.of("after");

    private Masking() {}

    static Value.MapValue before(Change change) {
        return masked(change.before(), change.fields(), BEFORE);
    }

    static Value.MapValue after(Change change) {
        return masked(change.after(), change.fields(), AFTER);
    }

    static FieldChange of(FieldChange field) {
        if (!field.sensitive()) {
            return field;
        }
        return new FieldChange(
                field.path(),
                field.before().map(_ -> BEFORE),
                field.after().map(_ -> AFTER),
                true,
                field.replaces(),
                field.divergence());
    }

    private static Value.MapValue masked(Value.MapValue attributes, List<FieldChange> fields, Value mask) {
        Value masked = attributes;
        for (FieldChange field : fields) {
            if (field.sensitive() && hasPlace(masked, field.path())) {
                masked = masked.with(field.path(), mask);
            }
        }
        return masked instanceof Value.MapValue map ? map : Value.MapValue.EMPTY;
    }

    /// An unknown on the way hides what is below it already.
    private static boolean hasPlace(Value tree, FieldPath path) {
        Optional<Value> there = tree.at(path);
        return there.isPresent() && !(there.get() instanceof Value.Unknown);
    }
}
