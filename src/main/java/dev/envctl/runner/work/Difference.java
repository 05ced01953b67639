package dev.envctl.runner.work;

import dev.envctl.report.Words;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/// What a plan has that the approved one had not, and the other way round, as sentences without a full stop.
final class Difference {

    private static final int MOST = 50;

    private Difference() {}

    static List<String> between(PlanSketch approved, PlanSketch now) {
        SequencedMap<String, PlannedChange> before = byKey(approved);
        SequencedMap<String, PlannedChange> after = byKey(now);
        List<String> lines = new ArrayList<>();
        after.forEach((key, change) -> {
            PlannedChange old = before.get(key);
            if (old == null) {
                lines.add("%s: is to be %s, and was not part of the approved plan".formatted(key, change.words()));
            } else if (!old.equals(change)) {
                lines.add(changed(old, change));
            }
        });
        before.forEach((key, change) -> {
            if (!after.containsKey(key)) {
                lines.add("%s: was to be %s, and is not any more".formatted(key, change.words()));
            }
        });
        return lines.isEmpty() ? List.of("the visible changes are the same, the steps to them are not") : cut(lines);
    }

    private static String changed(PlannedChange old, PlannedChange now) {
        if (old.action() != now.action()) {
            return "%s: was to be %s, and is to be %s".formatted(now.key(), old.words(), now.words());
        }
        List<String> fields = now.fields().stream()
                .filter(field -> !old.fields().contains(field))
                .toList();
        String where = fields.isEmpty() ? "its values differ" : "also " + String.join(", ", fields);
        return "%s: is to be %s in another way: %s".formatted(now.key(), now.words(), where);
    }

    private static List<String> cut(List<String> lines) {
        if (lines.size() <= MOST) {
            return lines;
        }
        List<String> shown = new ArrayList<>(lines.subList(0, MOST));
        shown.add("and " + Words.count(lines.size() - MOST, "more difference"));
        return shown;
    }

    private static SequencedMap<String, PlannedChange> byKey(PlanSketch sketch) {
        SequencedMap<String, PlannedChange> byKey = new LinkedHashMap<>();
        sketch.changes().forEach(change -> byKey.put(change.key(), change));
        return byKey;
    }
}
