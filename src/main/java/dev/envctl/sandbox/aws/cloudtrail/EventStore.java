package dev.envctl.sandbox.aws.cloudtrail;

import dev.envctl.sandbox.Table;
import dev.envctl.sandbox.World;
import dev.envctl.sandbox.aws.Identifiers;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/// The events in the order in which they happened. Only so many are kept: the whole state is written at each change.
record EventStore(World world) {

    private static final long KEPT = 500;
    private static final String LAST = "last";

    record Counter(long last) {}

    /// `event` makes the row for an id.
    void add(Function<String, EventRow> event) {
        long number = counters().get(LAST).map(Counter::last).orElse(0L) + 1;
        counters().put(LAST, new Counter(number));
        events().put(key(number), event.apply(Identifiers.seededUuid("cloudtrail.event", key(number))));
        events().remove(key(number - KEPT));
    }

    List<EventRow> newestFirst() {
        return events().rows().reversed();
    }

    private Table<EventRow> events() {
        return world.table("cloudtrail.events", EventRow.class);
    }

    private Table<Counter> counters() {
        return world.table("cloudtrail.counters", Counter.class);
    }

    private static String key(long number) {
        return String.format(Locale.ROOT, "%010d", number);
    }
}
