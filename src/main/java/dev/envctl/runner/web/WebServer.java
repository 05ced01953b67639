package dev.envctl.runner.web;

import dev.envctl.problem.Code;
import dev.envctl.problem.Problem;
import dev.envctl.problem.ProblemException;
import dev.envctl.runner.settings.RunnerSettings.Listen;
import dev.envctl.runner.web.access.FailedAttempts;
import dev.envctl.runner.web.access.OpenIdSignIn;
import dev.envctl.runner.web.access.SignIns;
import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.http.HttpResponseException;
import io.javalin.util.JavalinBindException;
import java.util.List;

/// The runner's door: a page for people, an API for programs, webhooks for forges. Each request is a virtual thread.
public final class WebServer implements AutoCloseable {

    /// Of forms and of API calls; deliveries of forges have a limit of their own.
    private static final long LONGEST_BODY = 64 << 10;

    private final LogStream stream;
    private final Javalin server;

    private WebServer(LogStream stream, Javalin server) {
        this.stream = stream;
        this.server = server;
    }

    /// Serves until it is closed. Throws [ProblemException] when the address is taken.
    public static WebServer start(WebParts parts) {
        var files = new StaticFiles();
        var pages = new Pages(files.assets());
        var stream = new LogStream(parts);
        var gate = gate(parts);
        List<Route> routes = routes(parts, files, pages, stream, gate).table();
        Listen listen = parts.settings().get().listen();
        Javalin server = Javalin.create(config -> configure(config, parts, gate, new Refusals(pages), routes));
        try {
            server.start(listen.host(), listen.port());
        } catch (JavalinBindException taken) {
            server.stop();
            throw new ProblemException(Problem.of(
                    Code.CANNOT_LISTEN,
                    "Nothing can listen on %s:%d here: %s"
                            .formatted(listen.host(), listen.port(), String.valueOf(taken.getMessage()))));
        }
        return new WebServer(stream, server);
    }

    private static Gate gate(WebParts parts) {
        return new Gate(
                parts.settings(),
                new SignIns(parts.store().jdbi(), parts.clock()),
                new FailedAttempts(parts.clock()),
                parts.store().audit());
    }

    static Routes routes(WebParts parts, StaticFiles files, Pages pages, LogStream stream, Gate gate) {
        return new Routes(
                new PageRoutes(parts, pages),
                new ActionRoutes(parts),
                new SignInRoutes(parts, pages, gate, new OpenIdSignIn(parts.secretValues(), parts.clock())),
                stream,
                new ApiRoutes(parts),
                new OperationRoutes(parts, gate, new Readiness(parts.checks(), parts.clock())),
                files);
    }

    private static void configure(
            JavalinConfig config, WebParts parts, Gate gate, Refusals refusals, List<Route> routes) {
        config.startup.showJavalinBanner = false;
        config.startup.showOldJavalinVersionWarning = false;
        config.startup.startupWatcherEnabled = false;
        config.concurrency.useVirtualThreads = true;
        config.http.maxRequestSize = LONGEST_BODY;
        config.http.prefer405over404 = true;
        config.routes.before(
                context -> SecurityHeaders.add(context, parts.settings().get().publicUrl()));
        config.routes.beforeMatched(gate::check);
        routes.forEach(route -> config.routes.addHttpHandler(route.method(), route.path(), route.handler(), route));
        config.routes.exception(WebException.class, refusals::answer);
        config.routes.exception(HttpResponseException.class, refusals::answer);
        config.routes.exception(Exception.class, refusals::answer);
    }

    public int port() {
        return server.port();
    }

    /// Lets requests finish; those who watch a log are sent away.
    @Override
    public void close() {
        stream.stop();
        server.stop();
    }
}
