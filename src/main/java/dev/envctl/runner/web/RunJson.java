package dev.envctl.runner.web;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.envctl.runner.run.AuditLog;
import dev.envctl.runner.run.EnvironmentKey;
import dev.envctl.runner.run.EnvironmentState;
import dev.envctl.runner.run.Run;
import dev.envctl.runner.run.RunResult;
import dev.envctl.runner.run.Runs;
import java.time.Instant;
import java.util.Optional;

/// Runs and environments for programs, as `openapi.json` describes them. What is not known is left out.
final class RunJson {

    private RunJson() {}

    static ObjectNode run(Run run) {
        ObjectNode json = Json.object().put("id", run.id());
        json.set("environment", key(run.environment()));
        json.put("kind", Asked.word(run.kind())).put("state", Asked.word(run.state()));
        json.put("trigger", Asked.word(run.cause().trigger()))
                .put("actor", run.cause().actor());
        run.cause().pullRequest().ifPresent(number -> json.put("pull_request", number));
        json.put("head", run.revision().head());
        run.revision().base().ifPresent(base -> json.put("base", base));
        run.expectedDigest().ifPresent(digest -> json.put("expected_digest", digest));
        put(json, "created", Optional.of(run.created()));
        put(json, "started", run.started());
        put(json, "ended", run.ended());
        json.put("attempt", run.attempt());
        run.replica().ifPresent(replica -> json.put("replica", replica));
        json.put("cancel_requested", run.cancelRequested());
        run.result().ifPresent(result -> json.set("result", result(result)));
        return json;
    }

    private static ObjectNode result(RunResult result) {
        ObjectNode json = Json.object().put("summary", result.summary());
        result.digest().ifPresent(digest -> json.put("digest", digest));
        json.set("counts", counts(result.counts()));
        json.set("problems", Json.array(result.problems(), RunJson::problem));
        return json;
    }

    private static ObjectNode counts(RunResult.Counts counts) {
        return Json.object()
                .put("import", counts.toImport())
                .put("add", counts.toAdd())
                .put("change", counts.toChange())
                .put("destroy", counts.toDestroy())
                .put("drifted", counts.drifted())
                .put("pending", counts.pending())
                .put("conflicting", counts.conflicting())
                .put("unhealthy", counts.unhealthy())
                .put("resources", counts.resources())
                .put("api_calls", counts.apiCalls());
    }

    private static ObjectNode problem(RunResult.Annotation problem) {
        return Json.object()
                .put("file", problem.file())
                .put("line", problem.line())
                .put("error", problem.error())
                .put("title", problem.title())
                .put("message", problem.message());
    }

    static ObjectNode line(Runs.Line line) {
        return Json.object()
                .put("number", line.number())
                .put("at", line.at().toString())
                .put("text", line.text());
    }

    static ObjectNode environment(EnvironmentState state) {
        ObjectNode json = key(state.key())
                .put("name", state.owner())
                .put("sync", Asked.word(state.sync()))
                .put("health", Asked.word(state.health()))
                .put("resources", state.resources());
        put(json, "checked", state.checked());
        put(json, "converged", state.converged());
        put(json, "drift_since", state.driftSince());
        put(json, "drift_checked", state.driftChecked());
        state.driftIssue().ifPresent(number -> json.put("drift_issue", number));
        state.driftRun().ifPresent(id -> json.put("drift_run", id));
        return json;
    }

    static ObjectNode entry(AuditLog.Entry entry) {
        return Json.object()
                .put("id", entry.id())
                .put("at", entry.at().toString())
                .put("actor", entry.actor())
                .put("action", entry.action())
                .put("target", entry.target())
                .put("detail", entry.detail());
    }

    static ObjectNode key(EnvironmentKey key) {
        return Json.object()
                .put("forge", key.forge())
                .put("repository", key.repository())
                .put("directory", key.directory());
    }

    static ObjectNode error(String code, String message) {
        ObjectNode json = Json.object();
        json.set("error", Json.object().put("code", code).put("message", message));
        return json;
    }

    private static void put(ObjectNode json, String name, Optional<Instant> moment) {
        moment.ifPresent(at -> json.put(name, at.toString()));
    }
}
