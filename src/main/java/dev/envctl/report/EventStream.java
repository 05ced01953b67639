package dev.envctl.report;

import dev.envctl.apply.ApplyListener;
import dev.envctl.apply.ApplyResult;
import dev.envctl.apply.Outcome;
import dev.envctl.plan.Change;
import dev.envctl.plan.Divergence;
import dev.envctl.plan.Plan;
import dev.envctl.plan.Step;
import dev.envctl.plan.StepId;
import dev.envctl.problem.Problem;
import dev.envctl.value.Value;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// The lines of Terraform's `-json` stream, one JSON object each. `@message` alone makes sense to a person.
public final class EventStream {

    private static final DateTimeFormatter TIMESTAMP =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSSXXX", Locale.ROOT);

    private final Clock clock;

    public EventStream(Clock clock) {
        this.clock = clock;
    }

    /// Always the first line.
    public String version(String envctl) {
        return line(event("info", "envctl " + envctl, "version")
                .put("terraform", Terraform.TERRAFORM_VERSION)
                .put("envctl", envctl)
                .put("ui", Terraform.UI_VERSION));
    }

    public List<String> plan(Plan plan) {
        List<String> lines = new ArrayList<>();
        plan.changes().stream()
                .filter(change -> change.divergence() == Divergence.DRIFT || change.divergence() == Divergence.CONFLICT)
                .forEach(change -> lines.add(drift(change)));
        PlanText.shown(plan).forEach(change -> lines.add(planned(change)));
        lines.add(planSummary(plan));
        plan.warnings().forEach(warning -> lines.add(diagnostic(warning)));
        return lines;
    }

    private String drift(Change change) {
        return line(event("info", change.address() + ": Drift detected (update)", "resource_drift")
                .put(
                        "change",
                        new Document()
                                .put("resource", Terraform.resource(change.address()))
                                .put("action", "update")));
    }

    private String planned(Change change) {
        Document body = new Document().put("resource", Terraform.resource(change.address()));
        change.previousAddress().ifPresent(previous -> body.put("previous_resource", Terraform.resource(previous)));
        body.put("action", Terraform.streamAction(change)).putIfPresent("reason", Terraform.streamReason(change));
        change.id()
                .filter(_ -> change.importing())
                .ifPresent(id -> body.put("importing", new Document().put("id", id)));
        String message = change.address() + ": Plan to " + Terraform.streamAction(change);
        return line(event("info", message, "planned_change").put("change", body));
    }

    private String planSummary(Plan plan) {
        Plan.Summary counts = plan.summary();
        Document changes = new Document()
                .put("add", counts.toAdd())
                .put("change", counts.toChange())
                .put("import", counts.toImport())
                .put("remove", counts.toDestroy());
        if (counts.toForget() > 0) {
            changes.put("forget", counts.toForget());
        }
        return line(event("info", PlanText.summary(plan), "change_summary")
                .put("changes", changes.put("operation", "plan"))
                .put("envctl", new Document().put("digest", plan.digest())));
    }

    public String started(Step step) {
        String message = step.id().address() + ": " + Tense.of(step).ongoing() + "...";
        return line(event("info", message, "apply_start").put("hook", hook(step)));
    }

    public String progress(ApplyListener.Running running) {
        StepId id = running.step().id();
        String ongoing = Tense.of(running.step()).ongoing().toLowerCase(Locale.ROOT);
        String message =
                "%s: Still %s... [%s elapsed]".formatted(id.address(), ongoing, Words.duration(running.elapsed()));
        Document hook = hook(running.step());
        if (!running.id().isEmpty()) {
            hook.put("id_key", "id").put("id_value", running.id());
        }
        hook.put("elapsed_seconds", running.elapsed().toSeconds());
        return line(event("info", message, "apply_progress").put("hook", hook));
    }

    public String finished(Outcome.Done done) {
        Document hook = hook(done.step());
        done.objectId().ifPresent(id -> hook.put("id_key", "id").put("id_value", id));
        hook.put("elapsed_seconds", done.elapsed().toSeconds());
        String message = ended(done.step(), "complete", done.elapsed());
        return line(event("info", message, "apply_complete").put("hook", hook));
    }

    public String failed(Outcome.Failed failed) {
        Document hook =
                hook(failed.step()).put("elapsed_seconds", failed.elapsed().toSeconds());
        String message = ended(failed.step(), "errored", failed.elapsed());
        return line(event("error", message, "apply_errored").put("hook", hook));
    }

    private static String ended(Step step, String how, Duration elapsed) {
        String noun = Tense.of(step).noun();
        return step.id().address() + ": " + noun + " " + how + " after " + Words.duration(elapsed);
    }

    private static Document hook(Step step) {
        return new Document()
                .put("resource", Terraform.resource(step.id().address()))
                .put("action", Tense.streamAction(step.id().verb()));
    }

    /// Diagnostics come once everything has ended, each tied to its resource by address.
    public List<String> result(ApplyResult result) {
        List<String> lines = new ArrayList<>();
        lines.add(line(event("info", ApplyText.summary(result), "change_summary")
                .put(
                        "changes",
                        new Document()
                                .put("add", result.added())
                                .put("change", result.changed())
                                .put("import", ApplyText.imported(result))
                                .put("remove", result.destroyed())
                                .put("operation", result.plan().mode() == Plan.Mode.DESTROY ? "destroy" : "apply"))));
        result.outcomes().forEach(outcome -> {
            if (outcome instanceof Outcome.Failed failed) {
                lines.add(diagnostic(failed.problem(), failed.step().id()));
            }
        });
        result.problems().forEach(problem -> lines.add(diagnostic(problem)));
        return lines;
    }

    /// What became of a file. Terraform has no such event, so it comes as a line of its log, with the name beside.
    public String file(String name, String what) {
        return line(event("info", name + ": " + what, "log").put("envctl", new Document().put("file", name)));
    }

    public String diagnostic(Problem problem) {
        return diagnostic(problem, Optional.empty());
    }

    private String diagnostic(Problem problem, StepId step) {
        return diagnostic(problem, Optional.of(step.address().toString()));
    }

    private String diagnostic(Problem problem, Optional<String> address) {
        String level = problem.isError() ? "error" : "warn";
        Value.MapValue body = ProblemJson.diagnostic(problem);
        Value.MapValue addressed =
                address.map(text -> body.with("address", Value.of(text))).orElse(body);
        String word = problem.isError() ? "Error: " : "Warning: ";
        return line(event(level, word + problem.summary(), "diagnostic").put("diagnostic", addressed));
    }

    private Document event(String level, String message, String type) {
        return new Document()
                .put("@level", level)
                .put("@message", message)
                .put("@module", "terraform.ui")
                .put("@timestamp", TIMESTAMP.format(clock.instant().atOffset(ZoneOffset.UTC)))
                .put("type", type);
    }

    private static String line(Document event) {
        return Json.line(event.value());
    }
}
