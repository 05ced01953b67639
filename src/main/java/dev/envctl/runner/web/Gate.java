package dev.envctl.runner.web;

import dev.envctl.runner.run.AuditLog;
import dev.envctl.runner.settings.RunnerSettings;
import dev.envctl.runner.web.access.FailedAttempts;
import dev.envctl.runner.web.access.Secrets;
import dev.envctl.runner.web.access.SignIns;
import dev.envctl.runner.web.access.Tokens;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import java.net.URI;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/// Stands before every route: who is it, may they, and did they mean to.
record Gate(Supplier<RunnerSettings> settings, SignIns signIns, FailedAttempts failures, AuditLog audit) {

    private static final String BEARER = "Bearer ";
    private static final Set<HandlerType> READING = Set.of(HandlerType.GET, HandlerType.HEAD);
    private static final Pattern READABLE = Pattern.compile(
            "(application/(json|x-www-form-urlencoded)( *; *charset=\"?utf-8\"?)?)?", Pattern.CASE_INSENSITIVE);

    void check(Context context) {
        refuseOtherMethods(context);
        Route route = route(context);
        refuseUnknownParameters(context, route);
        refuseUnreadableBodies(context, route);
        if (route.access() == Route.Access.OPEN) {
            return;
        }
        Visitor known = identify(context).orElseThrow(() -> new WebException(401, "unauthorized", "Sign in first."));
        known.enter(context);
        refuseWithoutRole(context, route, known);
        refuseForgery(context, known);
    }

    /// Javalin would take the header's word for the method, and browsers look at the other one.
    private static void refuseOtherMethods(Context context) {
        if (context.header("X-HTTP-Method-Override") != null) {
            throw WebException.badRequest("A request has one method.");
        }
    }

    /// Javalin has HEAD answered by what answers GET, without its row; without one nobody may.
    private static Route route(Context context) {
        return find(context)
                .orElseThrow(() -> new WebException(405, "refused", "This can not be asked for like that."));
    }

    static Optional<Route> find(Context context) {
        return context.routeRoles().stream()
                .filter(Route.class::isInstance)
                .map(Route.class::cast)
                .findFirst();
    }

    /// A misspelt filter that is passed over shows too much and says nothing.
    private static void refuseUnknownParameters(Context context, Route route) {
        if (route.kind() == Route.Kind.API) {
            context.queryParamMap().keySet().stream()
                    .filter(name -> !route.query().contains(name))
                    .findFirst()
                    .ifPresent(name -> {
                        throw WebException.badRequest("There is no parameter \"" + name + "\" here.");
                    });
        }
    }

    /// Nothing of ours sends files or other alphabets, and reading them goes wrong in ways of their own. Deliveries
    /// of forges are looked at where they are read.
    private static void refuseUnreadableBodies(Context context, Route route) {
        String type = Optional.ofNullable(context.header("Content-Type")).orElse("");
        if (route.kind() != Route.Kind.PLAIN && !READABLE.matcher(type).matches()) {
            throw new WebException(415, "unsupported", "Send a form or application/json, in UTF-8.");
        }
    }

    /// By a token or a session. What is open to all does not ask: a forge may send an authorization of its own with
    /// its webhooks.
    Optional<Visitor> identify(Context context) {
        String header = Optional.ofNullable(context.header("Authorization")).orElse("");
        if (header.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
            return Optional.of(bearer(context, header.substring(BEARER.length()).strip()));
        }
        RunnerSettings now = settings.get();
        return Cookies.SESSION
                .read(context, now.publicUrl())
                .flatMap(cookie -> signIns.find(now.signIn(), cookie))
                .map(session -> new Visitor(session.person(), Optional.of(session.csrf())));
    }

    private Visitor bearer(Context context, String token) {
        refuseTheHasty(context);
        return Tokens.holder(settings.get().signIn(), token)
                .map(person -> new Visitor(person, Optional.empty()))
                .orElseThrow(() -> {
                    failures.add(address(context));
                    audit.add("", "refused", context.method() + " " + cut(context.path()), unknownToken(context));
                    return new WebException(401, "unauthorized", "This token is not known here.");
                });
    }

    private String unknownToken(Context context) {
        return "unknown token from " + address(context);
    }

    /// Whoever was wrong too often waits, right or wrong.
    void refuseTheHasty(Context context) {
        if (failures.areTooMany(address(context))) {
            context.header("Retry-After", Long.toString(FailedAttempts.pause().toSeconds()));
            throw new WebException(429, "too_many_attempts", "Too many failed sign-ins. Try again in a few minutes.");
        }
    }

    /// With an HTTPS address in front of us, which speak plain HTTP, there is a proxy, and the last address in the
    /// header is the one it saw. Without one, the header is the visitor's own invention.
    String address(Context context) {
        String forwarded =
                Optional.ofNullable(context.header("X-Forwarded-For")).orElse("");
        String last = forwarded.substring(forwarded.lastIndexOf(',') + 1).strip();
        boolean behindProxy = Cookies.isSecure(settings.get().publicUrl());
        return behindProxy && !last.isEmpty() && last.length() <= 64
                ? last
                : context.req().getRemoteAddr();
    }

    private void refuseWithoutRole(Context context, Route route, Visitor visitor) {
        if (!route.access().isOpenTo(visitor.person().role())) {
            audit.add(
                    visitor.name(),
                    "refused",
                    context.method() + " " + cut(context.path()),
                    "needs the role " + Asked.word(route.access()));
            throw WebException.forbidden("Your role does not allow this; it needs " + Asked.word(route.access()) + ".");
        }
    }

    private void refuseForgery(Context context, Visitor visitor) {
        if (READING.contains(context.method()) || visitor.csrf().isEmpty()) {
            return;
        }
        String given = Optional.ofNullable(context.header("X-CSRF-Token"))
                .or(() -> Optional.ofNullable(context.formParam("csrf")))
                .orElse("");
        if (isFromAnotherSite(context)
                || !Secrets.areEqual(given, visitor.csrf().orElseThrow())) {
            audit.add(visitor.name(), "refused", context.method() + " " + cut(context.path()), "not from our page");
            throw WebException.forbidden("This did not come from a page of ours. Load the page again and retry.");
        }
    }

    static boolean isFromAnotherSite(Context context) {
        return Optional.ofNullable(context.header("Sec-Fetch-Site"))
                .filter(site -> !site.equals("same-origin") && !site.equals("none"))
                .isPresent();
    }

    private static String cut(String path) {
        return path.substring(0, Math.min(300, path.length()));
    }

    URI publicUrl() {
        return settings.get().publicUrl();
    }
}
