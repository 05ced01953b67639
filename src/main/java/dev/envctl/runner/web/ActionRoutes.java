package dev.envctl.runner.web;

import dev.envctl.lease.LeaseRecord;
import dev.envctl.runner.run.EnvironmentKey;
import dev.envctl.runner.run.Run;
import dev.envctl.runner.web.view.EnvironmentPath;
import io.javalin.http.Context;
import java.util.Optional;

/// The buttons. Each answers with the page to go on with.
record ActionRoutes(WebParts parts) {

    void start(Context context) {
        EnvironmentKey key = EnvironmentRequest.state(parts, context).key();
        Run.Kind kind = Asked.choice(
                "kind", Optional.ofNullable(context.formParam("kind")).orElse(""), Run.Kind.class);
        Run run = start(parts, Visitor.of(context), Run.Trigger.PAGE, key, kind);
        goTo(context, "/runs/" + run.id());
    }

    /// Applies have their own way in, by approval.
    static Run start(WebParts parts, Visitor visitor, Run.Trigger trigger, EnvironmentKey key, Run.Kind kind) {
        if (kind == Run.Kind.APPLY) {
            throw WebException.badRequest("Only a plan or a drift check can be started here.");
        }
        var cause = new Run.Cause(trigger, visitor.name(), Optional.empty());
        return switch (parts.actions().start(key, kind, cause)) {
            case Actions.Start.Queued(Run run) -> {
                parts.store().audit().add(visitor.name(), Asked.word(kind), key.toString(), "run " + run.id());
                yield run;
            }
            case Actions.Start.Refused(String why) -> throw WebException.conflict(why);
        };
    }

    void cancel(Context context) {
        long id = Asked.id(context);
        cancel(parts, Visitor.of(context), id);
        goTo(context, "/runs/" + id);
    }

    static Run cancel(WebParts parts, Visitor visitor, long id) {
        Run run = parts.store()
                .runs()
                .find(id)
                .orElseThrow(() -> WebException.notFound("There is no such run, or it is forgotten by now."));
        if (!parts.actions().cancel(id, visitor.name())) {
            throw WebException.conflict("The run is over already.");
        }
        parts.store().audit().add(visitor.name(), "cancel", run.environment().toString(), "run " + id);
        return run;
    }

    void unlock(Context context) {
        EnvironmentKey key = EnvironmentRequest.state(parts, context).key();
        Visitor visitor = Visitor.of(context);
        LeaseRecord broken = parts.actions()
                .unlock(key, visitor.name())
                .orElseThrow(() -> WebException.conflict("Nobody holds the environment."));
        parts.store().audit().add(visitor.name(), "unlock", key.toString(), "from " + broken.holder());
        goTo(context, "/environments/" + EnvironmentPath.of(key));
    }

    private static void goTo(Context context, String path) {
        context.status(303).header("Location", path);
    }
}
