package dev.envctl.sandbox.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/// What one watcher has seen so far. Each [#poll] runs in a transaction of its own and tells what is new.
final class Watch {

    record Event(String type, long version, JsonNode object) {}

    private final Target target;
    private final ApiRequest request;
    private final Set<String> known = new HashSet<>();
    private long seen;

    Watch(Target target, ApiRequest request, ObjectStore store) {
        this.target = target;
        this.request = request;
        String version = request.parameter("resourceVersion");
        this.seen = version.matches("[1-9]\\d{0,17}") ? Long.parseLong(version) : 0;
        if (seen > 0 && seen < store.oldestWatchableVersion()) {
            throw ApiError.gone("too old resource version: " + seen + " (" + store.oldestWatchableVersion() + ")");
        }
        new Listing(store)
                .select(target, request).stream()
                        .filter(row -> row.created() <= seen)
                        .forEach(row -> known.add(row.key()));
    }

    List<ObjectNode> poll(ObjectStore store) {
        Predicate<StoredObject> wanted = Listing.condition(target, request);
        List<Event> events = new ArrayList<>();
        for (StoredObject row : store.deletedAfter(target.type(), seen)) {
            if (wanted.test(row) && row.created() <= seen) {
                known.remove(row.key());
                events.add(new Event("DELETED", row.changed(), row.object()));
            }
        }
        for (StoredObject row : store.list(target.type())) {
            if (row.changed() > seen) {
                change(row, wanted.test(row), events);
            }
        }
        seen = store.version();
        events.sort(Comparator.comparingLong(Event::version));
        return events.stream().map(event -> line(event, store)).toList();
    }

    /// Leaving the selection looks like a deletion to a watcher, entering it like a creation.
    private void change(StoredObject row, boolean isWanted, List<Event> events) {
        boolean wasKnown = known.contains(row.key());
        if (isWanted) {
            known.add(row.key());
            events.add(new Event(wasKnown ? "MODIFIED" : "ADDED", row.changed(), row.object()));
        } else if (wasKnown) {
            known.remove(row.key());
            events.add(new Event("DELETED", row.changed(), row.object()));
        }
    }

    private ObjectNode line(Event event, ObjectStore store) {
        ObjectNode line = Json.object().put("type", event.type());
        line.set("object", Views.of(event.object(), target.type(), request, store.now()));
        return line;
    }
}
