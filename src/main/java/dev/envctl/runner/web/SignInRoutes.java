package dev.envctl.runner.web;

import dev.envctl.runner.settings.RunnerSettings;
import dev.envctl.runner.settings.RunnerSettings.OpenId;
import dev.envctl.runner.web.access.Journey;
import dev.envctl.runner.web.access.OpenIdSignIn;
import dev.envctl.runner.web.access.Person;
import dev.envctl.runner.web.access.ReturnPath;
import dev.envctl.runner.web.access.Secrets;
import dev.envctl.runner.web.access.SignInRefused;
import dev.envctl.runner.web.access.Tokens;
import dev.envctl.runner.web.view.SignInPage;
import io.javalin.http.Context;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// In, by a token or an OpenID provider, and out.
record SignInRoutes(WebParts parts, Pages pages, Gate gate, OpenIdSignIn openId) {

    private static final Logger log = LoggerFactory.getLogger(SignInRoutes.class);
    private static final Secrets SECRETS = new Secrets();
    private static final Duration PATIENCE = Duration.ofMinutes(15);
    private static final String CALLBACK = "/sign-in/openid/callback";

    void form(Context context) {
        show(context, 200, ReturnPath.of(Asked.text(context, "next").orElse("/")), "");
    }

    void byToken(Context context) {
        String next =
                ReturnPath.of(Optional.ofNullable(context.formParam("next")).orElse("/"));
        refuseForgery(context);
        gate.refuseTheHasty(context);
        String typed =
                Optional.ofNullable(context.formParam("token")).orElse("").strip();
        Optional<Person> person = Tokens.holder(settings().signIn(), typed);
        if (person.isPresent()) {
            enter(context, person.orElseThrow(), "by token", next);
            return;
        }
        gate.failures().add(gate.address(context));
        parts.store().audit().add("", "sign-in refused", gate.address(context), "unknown token");
        show(context, 401, next, "This token is not known here.");
    }

    /// A form that another site sends would sign its visitors in as somebody else.
    private void refuseForgery(Context context) {
        String cookie = Cookies.FORM.read(context, gate.publicUrl()).orElse("");
        String given = Optional.ofNullable(context.formParam("csrf")).orElse("");
        if (cookie.isEmpty() || !Secrets.areEqual(cookie, given) || Gate.isFromAnotherSite(context)) {
            throw WebException.forbidden("The form is too old. Load the sign-in page again.");
        }
    }

    void depart(Context context) {
        String next = Asked.text(context, "next").orElse("/");
        try {
            OpenIdSignIn.Departure departure = openId.depart(openIdSettings(), callback(), next);
            Cookies.JOURNEY.write(context, gate.publicUrl(), departure.journey().cookie(), (int) PATIENCE.toSeconds());
            context.status(303).header("Location", departure.location().toString());
        } catch (SignInRefused refused) {
            refuse(context, refused);
        }
    }

    void arrive(Context context) {
        Optional<Journey> journey =
                Cookies.JOURNEY.read(context, gate.publicUrl()).flatMap(Journey::parse);
        Cookies.JOURNEY.clear(context, gate.publicUrl());
        try {
            OpenIdSignIn.Arrival arrival = openId.arrive(
                    openIdSettings(),
                    callback(),
                    journey.orElseThrow(() -> new SignInRefused("This sign-in took too long. Start again.")),
                    context.queryParamMap());
            enter(context, arrival.person(), "by OpenID as " + arrival.subject(), arrival.next());
        } catch (SignInRefused refused) {
            refuse(context, refused);
        }
    }

    private void refuse(Context context, SignInRefused refused) {
        log.info("Sign-in refused: {}", refused.getMessage(), refused.getCause());
        String why = Optional.ofNullable(refused.getMessage()).orElse("");
        parts.store().audit().add("", "sign-in refused", gate.address(context), why);
        show(context, 403, "/", why);
    }

    void out(Context context) {
        URI publicUrl = gate.publicUrl();
        Cookies.SESSION.read(context, publicUrl).ifPresent(gate.signIns()::close);
        Cookies.SESSION.clear(context, publicUrl);
        parts.store().audit().add(Visitor.of(context).name(), "sign-out", gate.address(context), "");
        context.status(303).header("Location", "/sign-in");
    }

    /// A new session for every sign-in: what was in the browser before means nothing.
    private void enter(Context context, Person person, String how, String next) {
        RunnerSettings now = settings();
        Cookies.SESSION.read(context, now.publicUrl()).ifPresent(gate.signIns()::close);
        String cookie = gate.signIns().open(now.signIn(), person);
        Cookies.SESSION.write(context, now.publicUrl(), cookie, (int)
                now.signIn().sessionLife().toSeconds());
        Cookies.FORM.clear(context, now.publicUrl());
        parts.store().audit().add(person.name(), "sign-in", gate.address(context), how);
        context.status(303).header("Location", next);
    }

    private void show(Context context, int status, String next, String problem) {
        String form = SECRETS.next();
        Cookies.FORM.write(context, gate.publicUrl(), form, (int) PATIENCE.toSeconds());
        var ways = settings().signIn();
        context.status(status);
        pages.show(
                context,
                "sign-in",
                new SignInPage(
                        pages.frame(context, "Sign in"),
                        !ways.tokens().isEmpty(),
                        ways.openId().isPresent(),
                        form,
                        next,
                        problem));
    }

    private OpenId openIdSettings() {
        return settings().signIn().openId().orElseThrow(() -> WebException.notFound("There is no OpenID provider."));
    }

    /// From the settings and not from the request, whose host is whatever somebody wrote there.
    private URI callback() {
        return URI.create(gate.publicUrl().toString().replaceFirst("/+$", "") + CALLBACK);
    }

    private RunnerSettings settings() {
        return parts.settings().get();
    }
}
