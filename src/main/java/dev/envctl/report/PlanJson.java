package dev.envctl.report;

import dev.envctl.plan.Action;
import dev.envctl.plan.Change;
import dev.envctl.plan.Divergence;
import dev.envctl.plan.FieldChange;
import dev.envctl.plan.Plan;
import dev.envctl.plan.Reason;
import dev.envctl.value.Value;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/// A plan in the form of `terraform show -json` (1.2), so that policies and viewers written for it work. Everything of
/// our own stands under one key `envctl`, at the top and per change, never inside `before` or `after`.
public final class PlanJson {

    private static final Comparator<Change> BY_ADDRESS =
            Comparator.comparing(Change::address).thenComparing(Change::deposed);

    private PlanJson() {}

    public static Value.MapValue document(Plan plan, Instant timestamp) {
        List<Change> sorted = plan.changes().stream().sorted(BY_ADDRESS).toList();
        return new Document()
                .put("format_version", Terraform.FORMAT_VERSION)
                .put("terraform_version", Terraform.TERRAFORM_VERSION)
                .put("planned_values", planned(sorted))
                .putUnlessEmpty("resource_drift", drift(sorted))
                .put("resource_changes", changes(sorted))
                .putAll(prior(sorted))
                .putUnlessEmpty("relevant_attributes", relevant(plan))
                .put("timestamp", timestamp.toString())
                .put("applyable", !plan.isEmpty())
                .put("complete", plan.complete())
                .put("errored", false)
                .put("envctl", own(plan))
                .value();
    }

    private static Value planned(List<Change> changes) {
        ValuesTree tree = ValuesTree.root();
        changes.stream()
                .filter(change -> change.action() != Action.DELETE && change.action() != Action.FORGET)
                .forEach(change -> tree.add(change.address(), mode(change), Masking.after(change)));
        return tree.values();
    }

    private static Document prior(List<Change> changes) {
        ValuesTree tree = ValuesTree.root();
        changes.stream()
                .filter(change -> !change.before().isEmpty() && !change.deposed())
                .forEach(change -> tree.add(
                        change.previousAddress().orElse(change.address()), mode(change), Masking.before(change)));
        if (tree.isEmpty()) {
            return new Document();
        }
        return new Document()
                .put(
                        "prior_state",
                        new Document()
                                .put("format_version", "1.0")
                                .put("terraform_version", Terraform.TERRAFORM_VERSION)
                                .put("values", tree.values()));
    }

    /// What was looked up stands among the values; only managed objects can change.
    private static List<Value> changes(List<Change> changes) {
        return changes.stream()
                .filter(change -> change.action() != Action.READ)
                .map(change -> (Value) change(change).value())
                .toList();
    }

    private static String mode(Change change) {
        return change.action() == Action.READ ? "data" : "managed";
    }

    private static Document change(Change change) {
        Document document = new Document().put("address", change.address().toString());
        change.previousAddress().ifPresent(previous -> document.put("previous_address", previous.toString()));
        return document.putUnlessEmpty("module_address", change.address().modulePath())
                .putAll(Terraform.named(change.address(), mode(change)))
                .putIfPresent("deposed", change.id().filter(_ -> change.deposed()))
                .put("change", difference(change))
                .putIfPresent("action_reason", Terraform.actionReason(change))
                .put("envctl", own(change));
    }

    private static Document difference(Change change) {
        boolean exists = !change.before().isEmpty();
        boolean stays = change.action() != Action.DELETE && change.action() != Action.FORGET;
        Value.MapValue before = Masking.before(change);
        Value.MapValue after = Masking.after(change);
        Document document = new Document()
                .put("actions", Terraform.actions(change.action()))
                .put("before", exists ? Mirrors.known(before) : Value.NULL)
                .put("after", stays ? Mirrors.known(after) : Value.NULL)
                .put("after_unknown", stays ? Mirrors.unknown(after) : Value.MapValue.EMPTY)
                .put("before_sensitive", exists ? Mirrors.sensitive(before) : Value.of(false))
                .put("after_sensitive", stays ? Mirrors.sensitive(after) : Value.of(false))
                .putUnlessEmpty("replace_paths", replacePaths(change));
        change.id()
                .filter(_ -> change.importing())
                .ifPresent(id -> document.put("importing", new Document().put("id", id)));
        return document;
    }

    private static List<Value> replacePaths(Change change) {
        return change.fields().stream()
                .filter(field -> field.replaces().isPresent())
                .map(field -> (Value) Terraform.path(field.path()))
                .toList();
    }

    /// The cloud moved: what was last applied on the left, what is live on the right. For a conflict the left side
    /// is what git says now, since only a hash is kept of what was applied.
    private static List<Value> drift(List<Change> changes) {
        return changes.stream()
                .filter(change -> change.divergence() == Divergence.DRIFT || change.divergence() == Divergence.CONFLICT)
                .map(change -> (Value) drift(change).value())
                .toList();
    }

    private static Document drift(Change change) {
        Value.MapValue applied = Masking.after(change);
        Value.MapValue live = Masking.before(change);
        return Terraform.named(change.address(), "managed")
                .put(
                        "change",
                        new Document()
                                .put("actions", Value.texts(List.of("update")))
                                .put("before", Mirrors.known(applied))
                                .put("after", Mirrors.known(live))
                                .put("after_unknown", Value.MapValue.EMPTY)
                                .put("before_sensitive", Mirrors.sensitive(applied))
                                .put("after_sensitive", Mirrors.sensitive(live)))
                .put("envctl", new Document().put("divergence", word(change.divergence())));
    }

    /// The attributes of others that the changes were computed from.
    private static List<Value> relevant(Plan plan) {
        List<Value> relevant = new ArrayList<>();
        plan.attributes()
                .forEach((address, attributes) -> attributes
                        .entries()
                        .keySet()
                        .forEach(attribute -> relevant.add(new Document()
                                .put("resource", address.toString())
                                .put("attribute", Value.texts(List.of(attribute)))
                                .value())));
        return relevant;
    }

    private static Document own(Plan plan) {
        Plan.Summary counts = plan.summary();
        return new Document()
                .put("environment", plan.target().environment())
                .put("directory", plan.target().directory())
                .put("region", plan.target().region())
                .putIfPresent("account_id", plan.target().accountId())
                .put("sandbox", plan.target().sandbox())
                .put("mode", plan.mode().name().toLowerCase(Locale.ROOT))
                .put("digest", plan.digest())
                .put(
                        "summary",
                        new Document()
                                .put("import", counts.toImport())
                                .put("add", counts.toAdd())
                                .put("change", counts.toChange())
                                .put("destroy", counts.toDestroy())
                                .put("forget", counts.toForget()))
                .put(
                        "statistics",
                        new Document()
                                .put("resources", plan.statistics().resources())
                                .put("api_calls", plan.statistics().apiCalls())
                                .put("milliseconds", plan.statistics().milliseconds()))
                .putUnlessEmpty(
                        "diagnostics",
                        plan.warnings().stream().map(ProblemJson::diagnostic).toList());
    }

    private static Document own(Change change) {
        Document document = new Document()
                .put("action", change.action().name().toLowerCase(Locale.ROOT))
                .put("divergence", word(change.divergence()))
                .putIfPresent("id", change.id())
                .putIfPresent("state", change.state())
                .putUnlessEmpty(
                        "reasons",
                        change.reasons().stream().map(PlanJson::reason).toList())
                .putUnlessEmpty(
                        "fields", change.fields().stream().map(PlanJson::field).toList());
        change.source().ifPresent(source -> document.put("source", ProblemJson.place(source)));
        return document;
    }

    private static Value.MapValue reason(Reason reason) {
        return new Document()
                .put("cause", reason.cause().name().toLowerCase(Locale.ROOT))
                .put("text", reason.text())
                .value();
    }

    private static Value.MapValue field(FieldChange field) {
        return new Document()
                .put("path", field.path().pointer())
                .put("divergence", word(field.divergence()))
                .put("sensitive", field.sensitive())
                .putIfPresent("replaces", field.replaces())
                .value();
    }

    static String word(Divergence divergence) {
        return divergence.name().toLowerCase(Locale.ROOT);
    }
}
