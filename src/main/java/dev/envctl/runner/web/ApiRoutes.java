package dev.envctl.runner.web;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.envctl.runner.run.AuditLog;
import dev.envctl.runner.run.EnvironmentKey;
import dev.envctl.runner.run.Run;
import dev.envctl.runner.run.Runs;
import dev.envctl.runner.run.Runs.Filter;
import dev.envctl.runner.web.view.Slice;
import io.javalin.http.Context;
import java.util.List;
import java.util.Optional;

/// The REST API, described in `openapi.json`.
record ApiRoutes(WebParts parts) {

    static final List<String> RUN_FILTERS =
            List.of("forge", "repository", "directory", "kind", "state", "pull_request", "before", "limit");

    static final List<String> PAGING = List.of("before", "limit");

    private static final long USUAL = 50;
    private static final long MOST = 200;

    void environments(Context context) {
        ObjectNode json = Json.object();
        json.set("environments", Json.array(parts.store().environments().list(), RunJson::environment));
        Json.send(context, json);
    }

    void runs(Context context) {
        int limit = limit(context);
        Slice<Run> found = Slice.of(parts.store().runs().list(filter(context, limit + 1)), limit);
        ObjectNode json = Json.object();
        json.set("runs", Json.array(found.shown(), RunJson::run));
        if (found.hasMore() && limit > 0) {
            json.put("next", found.shown().getLast().id());
        }
        Json.send(context, json);
    }

    void audit(Context context) {
        int limit = limit(context);
        long before = Asked.number(context, "before", Long.MAX_VALUE).orElse(Long.MAX_VALUE);
        Slice<AuditLog.Entry> found = Slice.of(parts.store().audit().list(before, limit + 1), limit);
        ObjectNode json = Json.object();
        json.set("entries", Json.array(found.shown(), RunJson::entry));
        if (found.hasMore() && limit > 0) {
            json.put("next", found.shown().getLast().id());
        }
        Json.send(context, json);
    }

    private static int limit(Context context) {
        return Math.toIntExact(Asked.number(context, "limit", MOST).orElse(USUAL));
    }

    private static Filter filter(Context context, int limit) {
        return new Filter(
                environment(context),
                Asked.choice(context, "kind", Run.Kind.class),
                Asked.choice(context, "state", Run.State.class).stream().toList(),
                Asked.number(context, "pull_request", Integer.MAX_VALUE).map(Math::toIntExact),
                Asked.number(context, "before", Long.MAX_VALUE),
                limit);
    }

    private static Optional<EnvironmentKey> environment(Context context) {
        Optional<String> forge = Asked.text(context, "forge");
        Optional<String> repository = Asked.text(context, "repository");
        Optional<String> directory = Asked.text(context, "directory");
        if (forge.isEmpty() && repository.isEmpty() && directory.isEmpty()) {
            return Optional.empty();
        }
        if (forge.isEmpty() || repository.isEmpty() || directory.isEmpty()) {
            throw WebException.badRequest("\"forge\", \"repository\" and \"directory\" go together.");
        }
        return Optional.of(new EnvironmentKey(forge.orElseThrow(), repository.orElseThrow(), directory.orElseThrow()));
    }

    void run(Context context) {
        Json.send(context, RunJson.run(find(context)));
    }

    void log(Context context) {
        Run run = find(context);
        int after = Math.toIntExact(
                Asked.number(context, "after", Integer.MAX_VALUE).orElse(0L));
        List<Runs.Line> lines = parts.store().runs().lines(run.id(), after);
        ObjectNode json = Json.object().put("over", run.isOver());
        json.set("lines", Json.array(lines, RunJson::line));
        Json.send(context, json);
    }

    void start(Context context) {
        JsonNode body = Json.body(context);
        EnvironmentKey key = known(body.path("environment"));
        Run.Kind kind = Asked.choice("kind", Json.text(body, "kind"), Run.Kind.class);
        Run run = ActionRoutes.start(parts, Visitor.of(context), Run.Trigger.API, key, kind);
        context.status(202).header("Location", "/api/v1/runs/" + run.id());
        Json.send(context, RunJson.run(run));
    }

    private EnvironmentKey known(JsonNode node) {
        var key = new EnvironmentKey(
                Json.text(node, "forge"), Json.text(node, "repository"), Json.text(node, "directory"));
        return parts.store()
                .environments()
                .find(key)
                .filter(state -> state.present())
                .orElseThrow(() -> WebException.notFound("There is no such environment."))
                .key();
    }

    void cancel(Context context) {
        long id = Asked.id(context);
        ActionRoutes.cancel(parts, Visitor.of(context), id);
        context.status(202);
        Json.send(context, RunJson.run(find(context)));
    }

    private Run find(Context context) {
        return parts.store()
                .runs()
                .find(Asked.id(context))
                .orElseThrow(() -> WebException.notFound("There is no such run, or it is forgotten by now."));
    }
}
