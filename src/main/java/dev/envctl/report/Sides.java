package dev.envctl.report;

import dev.envctl.plan.FieldChange;
import dev.envctl.value.Value;
import java.util.Optional;

/// What stands on the left and on the right of a difference; a side is empty where there is nothing.
record Sides(Optional<Value> before, Optional<Value> after) {

    static Sides of(FieldChange field) {
        return new Sides(field.before(), field.after());
    }

    Sides turned() {
        return new Sides(/* before= */ after, /* after= */ before);
    }
}
