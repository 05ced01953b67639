package dev.envctl.sandbox;

import java.util.Arrays;
import java.util.Optional;

/// A row as JSON, parsed when somebody first wants it: most commands look at a fraction of the state.
final class Row {

    private final byte[] json;
    private Optional<Object> parsed;

    private Row(byte[] json, Optional<Object> parsed) {
        this.json = json;
        this.parsed = parsed;
    }

    static Row of(Object value) {
        return new Row(RowJson.write(value), Optional.of(value));
    }

    static Row unparsed(byte[] json) {
        return new Row(json, Optional.empty());
    }

    <T> T as(Class<T> type) {
        Optional<T> known = parsed.filter(type::isInstance).map(type::cast);
        if (known.isPresent()) {
            return known.get();
        }
        T value = RowJson.read(json, type);
        parsed = Optional.of(value);
        return value;
    }

    byte[] json() {
        return json;
    }

    boolean sameAs(Row other) {
        return Arrays.equals(json, other.json);
    }
}
