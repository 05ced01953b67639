package dev.envctl.report;

import dev.envctl.apply.ApplyResult;
import dev.envctl.apply.Outcome;
import dev.envctl.plan.StepId;
import dev.envctl.value.Value;
import java.util.Locale;

/// What an apply did, as one document. Terraform has no counterpart beside its event stream.
public final class ApplyJson {

    private ApplyJson() {}

    public static Value.MapValue document(ApplyResult result) {
        return new Document()
                .put("format_version", "1.0")
                .put("environment", result.plan().target().environment())
                .put("directory", result.plan().target().directory())
                .put("digest", result.plan().digest())
                .put("complete", result.isComplete())
                .put("interrupted", result.interrupted())
                .put("added", result.added())
                .put("changed", result.changed())
                .put("destroyed", result.destroyed())
                .put("imported", ApplyText.imported(result))
                .put(
                        "outcomes",
                        result.outcomes().stream()
                                .filter(ApplyText::isShown)
                                .map(ApplyJson::outcome)
                                .toList())
                .putUnlessEmpty(
                        "diagnostics",
                        result.problems().stream().map(ProblemJson::diagnostic).toList())
                .value();
    }

    private static Value.MapValue outcome(Outcome outcome) {
        StepId id = outcome.step().id();
        Document document = new Document()
                .put("address", id.address().toString())
                .put("action", id.verb().name().toLowerCase(Locale.ROOT))
                .put("status", status(outcome));
        switch (outcome) {
            case Outcome.Done done ->
                document.putIfPresent("id", done.objectId())
                        .put("elapsed_seconds", done.elapsed().toSeconds());
            case Outcome.Failed failed ->
                document.put("elapsed_seconds", failed.elapsed().toSeconds())
                        .put("diagnostic", ProblemJson.diagnostic(failed.problem()));
            case Outcome.Skipped skipped ->
                document.put("because", skipped.because().address().toString());
            case Outcome.NotStarted _ -> {}
        }
        return document.value();
    }

    private static String status(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Done _ -> "done";
            case Outcome.Failed _ -> "failed";
            case Outcome.Skipped _ -> "skipped";
            case Outcome.NotStarted _ -> "not_started";
        };
    }
}
