package dev.envctl.sandbox.aws.tagging;

import dev.envctl.sandbox.Table;
import dev.envctl.sandbox.World;
import dev.envctl.sandbox.aws.TaggedResources.Tagged;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What the tagging API shows some time after it has happened. Notices changes by comparing what is with what it knows.
final class LaggingListing {

    /// A resource as shown, and as it is; `changedAt` is when the two parted.
    record Entry(Optional<Tagged> shown, Optional<Tagged> live, Instant changedAt) {

        Entry at(Instant now, Duration lag) {
            return now.isBefore(changedAt.plus(lag)) ? this : new Entry(live, live, changedAt);
        }
    }

    private final Duration lag;

    LaggingListing(Duration lag) {
        this.lag = lag;
    }

    boolean isLagging() {
        return !lag.isZero();
    }

    void update(World world, List<Tagged> live) {
        Map<String, Tagged> byArn = new LinkedHashMap<>();
        live.forEach(resource -> byArn.put(resource.arn(), resource));
        Table<Entry> known = entries(world);
        for (Entry entry : known.rows()) {
            String arn = arn(entry);
            note(world, arn, Optional.of(entry), Optional.ofNullable(byArn.remove(arn)));
        }
        byArn.forEach((arn, resource) -> note(world, arn, Optional.empty(), Optional.of(resource)));
    }

    private void note(World world, String arn, Optional<Entry> known, Optional<Tagged> live) {
        Optional<Entry> settled = known.map(entry -> entry.at(world.now(), lag));
        Entry entry = settled.filter(before -> before.live().equals(live))
                .orElseGet(() -> new Entry(settled.flatMap(Entry::shown), live, world.now()));
        if (entry.shown().isEmpty() && entry.live().isEmpty()) {
            entries(world).remove(arn);
        } else {
            entries(world).put(arn, entry);
        }
    }

    List<Tagged> shown(World world) {
        return entries(world).rows().stream()
                .flatMap(entry -> entry.at(world.now(), lag).shown().stream())
                .toList();
    }

    private static String arn(Entry entry) {
        return entry.live().or(entry::shown).map(Tagged::arn).orElseThrow();
    }

    private static Table<Entry> entries(World world) {
        return world.table("tagging.listing", Entry.class);
    }
}
