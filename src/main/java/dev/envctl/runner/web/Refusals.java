package dev.envctl.runner.web;

import dev.envctl.runner.web.view.MessagePage;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// How a refusal looks: a page, JSON or a line of text, as the route wants it.
record Refusals(Pages pages) {

    private static final Logger log = LoggerFactory.getLogger(Refusals.class);

    /// Three times as long when it is escaped, and a longer header than Jetty writes is no answer at all.
    private static final int LONGEST_WAY_BACK = 2_000;

    void answer(WebException refusal, Context context) {
        Route.Kind kind = kind(context);
        if (refusal.status() == 401) {
            context.header("WWW-Authenticate", "Bearer");
            if (kind == Route.Kind.PAGE && context.header("Authorization") == null) {
                askToSignIn(context);
                return;
            }
        }
        show(context, kind, refusal);
    }

    /// What Javalin finds for itself: no such route, another method, a body that is too long.
    void answer(HttpResponseException refusal, Context context) {
        String message = switch (refusal.getStatus()) {
            case 404 -> "There is nothing here.";
            case 405 -> "This can not be asked for like that.";
            case 413 -> "That is too long.";
            default -> "The request was not understood.";
        };
        answer(new WebException(refusal.getStatus(), "refused", message), context);
    }

    void answer(Exception unforeseen, Context context) {
        log.error(
                "Answering {} {}",
                context.method(),
                Gate.find(context).map(Route::path).orElse("?"),
                unforeseen);
        answer(new WebException(500, "internal", "Something went wrong here; the log of the runner has it."), context);
    }

    /// An unknown path has no row in the table.
    private static Route.Kind kind(Context context) {
        return Gate.find(context)
                .map(Route::kind)
                .orElse(context.path().startsWith("/api/") ? Route.Kind.API : Route.Kind.PAGE);
    }

    private static void askToSignIn(Context context) {
        String wanted = context.method().name().equals("GET")
                ? context.path()
                        + Optional.ofNullable(context.queryString())
                                .map(query -> "?" + query)
                                .orElse("")
                : "/";
        String next = wanted.length() <= LONGEST_WAY_BACK ? wanted : "/";
        String form = "/sign-in?next=" + URLEncoder.encode(next, StandardCharsets.UTF_8);
        if (context.header("HX-Request") == null) {
            context.status(303).header("Location", form);
            return;
        }
        // htmx would put the form where a part of the page was
        context.status(401).header("HX-Redirect", "/sign-in").result("");
    }

    private void show(Context context, Route.Kind kind, WebException refusal) {
        context.status(refusal.status());
        String message = Optional.ofNullable(refusal.getMessage()).orElse("");
        switch (kind) {
            case API -> Json.send(context, RunJson.error(refusal.code(), message));
            case PLAIN -> context.contentType("text/plain; charset=utf-8").result(message + "\n");
            case PAGE -> {
                String heading = heading(refusal.status());
                var frame = pages.frame(context, heading);
                pages.show(context, "message", new MessagePage(frame, refusal.status(), heading, message));
            }
        }
    }

    private static String heading(int status) {
        return switch (status) {
            case 403 -> "Not allowed";
            case 404 -> "Not found";
            case 409 -> "Not now";
            case 429 -> "Slow down";
            case 500 -> "Something went wrong";
            default -> "Not understood";
        };
    }
}
