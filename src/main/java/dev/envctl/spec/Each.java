package dev.envctl.spec;

import dev.envctl.value.Value;

/// One turn of a loop. The key is known, the value may hold expressions.
record Each(String key, Bound value) {

    Bound keyBound() {
        return Bound.of(Value.of(key));
    }
}
