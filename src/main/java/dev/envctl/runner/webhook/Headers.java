package dev.envctl.runner.webhook;

import dev.envctl.value.Ordered;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/// The headers of a delivery, whatever the case of their names.
public final class Headers {

    private static final int LONGEST = 1000;

    private final SequencedMap<String, List<String>> values;

    private Headers(SequencedMap<String, List<String>> values) {
        this.values = values;
    }

    public static Headers of(Map<String, ? extends List<String>> headers) {
        var values = new LinkedHashMap<String, List<String>>();
        headers.forEach((name, all) -> values.computeIfAbsent(name.toLowerCase(Locale.ROOT), _ -> new ArrayList<>())
                .addAll(all));
        return new Headers(Ordered.copyOf(values));
    }

    /// Refuses a header that is there twice, because whoever looks at the other one sees something else, and one
    /// that is longer than any that we know.
    Optional<String> one(String name) {
        List<String> found = values.getOrDefault(name.toLowerCase(Locale.ROOT), List.of());
        if (found.size() > 1) {
            throw Refused.malformed("header " + name + " is there twice");
        }
        Optional<String> value = found.stream().findFirst().map(String::strip).filter(text -> !text.isEmpty());
        if (value.isPresent() && value.get().length() > LONGEST) {
            throw Refused.malformed("header " + name + " is too long");
        }
        return value;
    }
}
