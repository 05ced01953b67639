package dev.envctl.report;

import dev.envctl.plan.Change;
import dev.envctl.plan.Divergence;
import dev.envctl.plan.FieldChange;
import dev.envctl.plan.Plan;
import dev.envctl.value.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Drift for programs: one entry per object that differs, with who moved per field.
public final class DriftJson {

    private DriftJson() {}

    public static Value.MapValue document(Plan plan) {
        List<Value> objects = new ArrayList<>();
        for (Change change : plan.changes()) {
            if (Drift.of(change) != Divergence.NONE) {
                objects.add(object(change));
            }
        }
        return new Document()
                .put("format_version", "1.0")
                .put("environment", plan.target().environment())
                .put("directory", plan.target().directory())
                .put("region", plan.target().region())
                .put("complete", plan.complete())
                .put("drift", Drift.of(plan, Divergence.DRIFT).size())
                .put("pending", Drift.of(plan, Divergence.PENDING).size())
                .put("conflict", Drift.of(plan, Divergence.CONFLICT).size())
                .put("objects", objects)
                .value();
    }

    private static Value.MapValue object(Change change) {
        return new Document()
                .put("address", change.address().toString())
                .put("divergence", PlanJson.word(Drift.of(change)))
                .putIfPresent("id", change.id())
                .put("actions", Terraform.actions(change.action()))
                .put(
                        "fields",
                        change.fields().stream()
                                .map(field -> field(change, field))
                                .toList())
                .value();
    }

    private static Value.MapValue field(Change change, FieldChange shown) {
        FieldChange field = Masking.of(shown);
        Document document = new Document().put("path", field.path().pointer());
        put(document, "applied", Drift.lastApplied(change, field));
        put(document, "live", field.before());
        put(document, "git", field.after());
        return document.value();
    }

    private static void put(Document document, String key, Optional<Value> value) {
        value.ifPresent(present -> document.put(key, Mirrors.known(present)));
    }
}
