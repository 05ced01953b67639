package dev.envctl.plan;

import dev.envctl.value.Sha256;
import dev.envctl.value.Value;
import dev.envctl.value.ValueJson;

/// What an approval binds to: everything in a plan that decides what happens, and nothing that does not (times, counts,
/// places in files, attributes of what stays as it is).
final class Digest {

    private Digest() {}

    /// 64 hexadecimal digits; the first eight are shown.
    static String of(Plan plan) {
        Value deciding = Value.map(
                "owner", Value.of(plan.target().owner()),
                "account", Value.of(plan.target().accountId().orElse("")),
                "mode", Value.of(plan.mode().name()),
                "complete", Value.of(plan.complete()),
                "changes",
                        new Value.ListValue(plan.changes().stream()
                                .filter(change -> !change.isQuiet())
                                .map(Digest::change)
                                .toList()),
                "steps",
                        new Value.ListValue(
                                plan.steps().stream().map(Digest::step).toList()));
        return Sha256.hex(ValueJson.write(deciding));
    }

    private static Value change(Change change) {
        return Value.map(
                "address", Value.of(change.address().toString()),
                "action", Value.of(change.action().name()),
                "id", Value.of(change.id().orElse("")),
                "fields",
                        new Value.ListValue(change.fields().stream()
                                .map(field -> (Value) Value.map(
                                        "path", Value.of(field.path().pointer()),
                                        "before", field.before().orElse(Value.NULL),
                                        "after", field.after().orElse(Value.NULL)))
                                .toList()));
    }

    /// The live object takes part by its identity: what it relied on beyond that is in the changes.
    private static Value step(Step step) {
        return Value.map(
                "id", Value.of(step.id().toString()),
                "after",
                        Value.texts(step.predecessors().stream()
                                .map(StepId::toString)
                                .toList()),
                "desired", step.desired(),
                "waiting", PlanCodec.waiting(step.waiting()),
                "object", Value.of(step.object().map(object -> object.id()).orElse("")),
                "changed",
                        Value.texts(step.changed().stream()
                                .map(path -> path.pointer())
                                .toList()));
    }
}
