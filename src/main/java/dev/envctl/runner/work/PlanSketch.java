package dev.envctl.runner.work;

import dev.envctl.plan.Action;
import dev.envctl.plan.Plan;
import dev.envctl.report.PlanJson;
import dev.envctl.report.Words;
import dev.envctl.value.Value;
import dev.envctl.value.ValueJson;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/// What two plans are compared by: the digest and the visible changes, as a run's JSON paper has them.
record PlanSketch(String digest, List<PlannedChange> changes) {

    PlanSketch {
        changes = List.copyOf(changes);
    }

    static PlanSketch of(Plan plan) {
        return of(PlanJson.document(plan, Instant.EPOCH));
    }

    static PlanSketch read(String json) {
        return of(map(ValueJson.read(json)));
    }

    private static PlanSketch of(Value.MapValue document) {
        return new PlanSketch(
                text(map(document, "envctl"), "digest"),
                list(document, "resource_changes").stream()
                        .map(PlanSketch::change)
                        .filter(change -> change.action() != Action.NO_OP
                                || change.importing()
                                || change.previousAddress().isPresent())
                        .toList());
    }

    private static PlannedChange change(Value value) {
        Value.MapValue document = map(value);
        Value.MapValue own = map(document, "envctl");
        return new PlannedChange(
                text(document, "address"),
                document.text("deposed"),
                Action.valueOf(text(own, "action").toUpperCase(Locale.ROOT)),
                own.text("id"),
                map(document, "change").get("importing").isPresent(),
                document.text("previous_address"),
                list(own, "fields").stream()
                        .map(field -> text(map(field), "path"))
                        .toList(),
                map(document, "change"));
    }

    /// `Role/a (created), Bucket/b (destroyed)`; cut where it gets long.
    String words() {
        int most = 20;
        String named = changes.stream()
                .limit(most)
                .map(change -> change.key() + " (" + change.words() + ")")
                .collect(Collectors.joining(", "));
        int more = changes.size() - most;
        return named + (more > 0 ? " and " + Words.count(more, "other") : "");
    }

    private static Value.MapValue map(Value value) {
        return value instanceof Value.MapValue map ? map : Value.MapValue.EMPTY;
    }

    private static Value.MapValue map(Value.MapValue parent, String key) {
        return map(parent.get(key).orElse(Value.NULL));
    }

    private static List<Value> list(Value.MapValue parent, String key) {
        return parent.get(key).orElse(Value.NULL) instanceof Value.ListValue list ? list.elements() : List.of();
    }

    private static String text(Value.MapValue parent, String key) {
        return Optional.of(parent).flatMap(map -> map.text(key)).orElse("");
    }
}
