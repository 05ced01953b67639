package dev.envctl.spec;

import dev.envctl.value.Value;

/// One turn of a loop. The key is known, the value may hold expressions; the first turn has the index 0.
record Each(String key, Bound value, int index) {

    Bound keyBound() {
        return Bound.of(Value.of(key));
    }

    Bound indexBound() {
        return Bound.of(Value.of(index));
    }
}
