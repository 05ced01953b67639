package dev.envctl.runner.settings;

import dev.envctl.value.FieldPath;
import dev.envctl.value.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// One setting and where it stands. What has the wrong type was reported before, so it counts as absent here.
record Setting(Value value, FieldPath path) {

    static Setting root(Value.MapValue value) {
        return new Setting(value, FieldPath.ROOT);
    }

    /// An empty field counts as absent.
    Optional<Setting> at(String key) {
        return map().get(key)
                .filter(below -> !(below instanceof Value.Null))
                .map(below -> new Setting(below, path.key(key)));
    }

    boolean has(String key) {
        return at(key).isPresent();
    }

    Optional<String> text(String key) {
        return at(key).flatMap(Setting::text);
    }

    Optional<String> text() {
        return value.asText();
    }

    Optional<Long> number(String key) {
        return map().get(key)
                .flatMap(below ->
                        below instanceof Value.Number(var amount) ? Optional.of(amount.longValue()) : Optional.empty());
    }

    boolean flag(String key) {
        return map().get(key).equals(Optional.of(Value.of(true)));
    }

    List<Setting> elements(String key) {
        return at(key).map(Setting::elements).orElse(List.of());
    }

    List<Setting> elements() {
        List<Setting> elements = new ArrayList<>();
        if (value instanceof Value.ListValue list) {
            list.elements().forEach(element -> elements.add(new Setting(element, path.index(elements.size()))));
        }
        return elements;
    }

    List<String> texts(String key) {
        return elements(key).stream()
                .flatMap(element -> element.text().stream())
                .toList();
    }

    /// Of a map with free keys.
    List<Setting> entries(String key) {
        return at(key).map(Setting::entries).orElse(List.of());
    }

    List<Setting> entries() {
        return map().entries().entrySet().stream()
                .map(entry -> new Setting(entry.getValue(), path.key(entry.getKey())))
                .toList();
    }

    /// The last key on the way here.
    String key() {
        return path.segments().getLast() instanceof FieldPath.Key(String name) ? name : "";
    }

    private Value.MapValue map() {
        return value instanceof Value.MapValue map ? map : Value.MapValue.EMPTY;
    }
}
