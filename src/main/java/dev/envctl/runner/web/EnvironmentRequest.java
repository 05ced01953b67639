package dev.envctl.runner.web;

import dev.envctl.runner.run.EnvironmentState;
import dev.envctl.runner.web.view.EnvironmentPath;
import io.javalin.http.Context;

/// The environment that a path names: one of those there are, and nothing else.
final class EnvironmentRequest {

    private EnvironmentRequest() {}

    static EnvironmentState state(WebParts parts, Context context) {
        String path = context.pathParam("path");
        return parts.store().environments().list().stream()
                .filter(state -> EnvironmentPath.of(state.key()).equals(path))
                .findFirst()
                .orElseThrow(() -> WebException.notFound("There is no such environment."));
    }
}
