package dev.envctl.runner.web;

import static dev.envctl.runner.web.Route.Access.ADMIN;
import static dev.envctl.runner.web.Route.Access.OPEN;
import static dev.envctl.runner.web.Route.Access.READ;
import static dev.envctl.runner.web.Route.Access.RUN;
import static io.javalin.http.HandlerType.GET;
import static io.javalin.http.HandlerType.HEAD;
import static io.javalin.http.HandlerType.POST;

import io.javalin.http.Handler;
import io.javalin.http.HandlerType;
import java.util.List;

/// All that is served, and to whom. Nothing else decides who may. What load balancers and monitors ask answers HEAD,
/// too, because that is how some of them ask.
record Routes(
        PageRoutes pages,
        ActionRoutes actions,
        SignInRoutes signIn,
        LogStream stream,
        ApiRoutes api,
        OperationRoutes operations,
        StaticFiles files) {

    List<Route> table() {
        return List.of(
                page(GET, "/", READ, pages::environments),
                page(GET, "/environments/<path>", READ, pages::environment),
                page(POST, "/environments/<path>", RUN, actions::start),
                page(POST, "/unlock/<path>", ADMIN, actions::unlock),
                page(GET, "/runs", READ, pages::runs),
                page(GET, "/runs/{id}", READ, pages::run),
                page(GET, "/runs/{id}/papers/{paper}", READ, pages::paper),
                plain(GET, "/runs/{id}/stream", READ, stream::stream),
                page(POST, "/runs/{id}/cancel", RUN, actions::cancel),
                page(GET, "/queue", READ, pages::queue),
                page(GET, "/audit", ADMIN, pages::audit),
                page(GET, "/sign-in", OPEN, signIn::form),
                page(POST, "/sign-in", OPEN, signIn::byToken),
                page(GET, "/sign-in/openid", OPEN, signIn::depart),
                page(GET, "/sign-in/openid/callback", OPEN, signIn::arrive),
                page(POST, "/sign-out", READ, signIn::out),
                api(GET, "/api/v1/environments", READ, api::environments),
                api(GET, "/api/v1/runs", READ, api::runs, ApiRoutes.RUN_FILTERS),
                api(POST, "/api/v1/runs", RUN, api::start),
                api(GET, "/api/v1/runs/{id}", READ, api::run),
                api(GET, "/api/v1/runs/{id}/log", READ, api::log, List.of("after")),
                api(POST, "/api/v1/runs/{id}/cancel", RUN, api::cancel),
                api(GET, "/api/v1/audit", ADMIN, api::audit, ApiRoutes.PAGING),
                api(GET, "/openapi.json", READ, files::openApi),
                plain(GET, "/metrics", operations.metricsAccess(), operations::metrics),
                plain(HEAD, "/metrics", operations.metricsAccess(), operations::metrics),
                plain(GET, "/healthz", OPEN, operations::health),
                plain(HEAD, "/healthz", OPEN, operations::health),
                plain(GET, "/readyz", OPEN, operations::ready),
                plain(HEAD, "/readyz", OPEN, operations::ready),
                plain(GET, "/readyz/{check}", OPEN, operations::readyFor),
                plain(HEAD, "/readyz/{check}", OPEN, operations::readyFor),
                plain(POST, "/webhooks/{forge}", OPEN, operations::webhook),
                plain(GET, "/static/{name}", OPEN, files::serve),
                plain(GET, "/favicon.ico", OPEN, files::icon));
    }

    private static Route page(HandlerType method, String path, Route.Access access, Handler handler) {
        return new Route(method, path, Route.Kind.PAGE, access, List.of(), handler);
    }

    private static Route plain(HandlerType method, String path, Route.Access access, Handler handler) {
        return new Route(method, path, Route.Kind.PLAIN, access, List.of(), handler);
    }

    private static Route api(HandlerType method, String path, Route.Access access, Handler handler) {
        return api(method, path, access, handler, List.of());
    }

    private static Route api(
            HandlerType method, String path, Route.Access access, Handler handler, List<String> query) {
        return new Route(method, path, Route.Kind.API, access, query, handler);
    }
}
