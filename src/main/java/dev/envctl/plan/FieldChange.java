package dev.envctl.plan;

import dev.envctl.value.FieldPath;
import dev.envctl.value.Value;
import java.util.Optional;

/// One field that differs. A side is empty where the field is not there; an unknown `after` is known after apply.
/// `replaces` holds the reason when the difference forces a replacement (an empty text when the schema gives none).
public record FieldChange(
        FieldPath path,
        Optional<Value> before,
        Optional<Value> after,
        boolean sensitive,
        Optional<String> replaces,
        Divergence divergence) {

    FieldChange replacing(String reason) {
        return new FieldChange(path, before, after, sensitive, Optional.of(reason), divergence);
    }
}
