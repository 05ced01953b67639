package dev.envctl.aws.trail;

import dev.envctl.trail.Moved;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// By what an event is known to be about an object. `names` single it out; of an object inside another, `parts` name it
/// together.
record Signs(String service, List<String> names, List<String> parts) {

    Signs {
        names = List.copyOf(names);
        parts = List.copyOf(parts);
    }

    static Signs of(Moved moved) {
        List<String> names = Stream.of(
                        Optional.of(moved.id()),
                        moved.live().text("arn"),
                        moved.live().text("name"))
                .flatMap(Optional::stream)
                .filter(name -> !name.isBlank())
                .distinct()
                .toList();
        List<String> parts = moved.traits().scope().isEmpty()
                ? List.of()
                : Stream.of(moved.id().split("[/ ]", -1))
                        .filter(part -> !part.isEmpty())
                        .toList();
        return new Signs(service(moved), names, parts.size() < 2 ? List.of() : parts);
    }

    /// The one that most of the kind's calls go to.
    private static String service(Moved moved) {
        Map<String, Integer> calls = new LinkedHashMap<>();
        moved.traits().actions().forEach(action -> calls.merge(action.split(":", 2)[0], 1, Integer::sum));
        return calls.entrySet().stream()
                .max(Comparator.comparing(Map.Entry::getValue))
                .map(Map.Entry::getKey)
                .orElse("");
    }

    /// What can be looked up as the name of a resource.
    List<String> lookups() {
        return names.size() <= 2 ? names : new ArrayList<>(names.subList(0, 2));
    }

    String source() {
        return service + ".amazonaws.com";
    }

    boolean areIn(RecordedEvent event) {
        Set<String> words = event.words();
        return event.source().equals(source())
                && (names.stream().anyMatch(words::contains) || (!parts.isEmpty() && words.containsAll(parts)));
    }
}
