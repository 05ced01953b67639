package dev.envctl.runner.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.envctl.runner.run.AuditLog;
import dev.envctl.runner.run.Runs;
import dev.envctl.runner.settings.RunnerSettings.SignIn;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SignInTest {

    private Site site;

    @BeforeEach
    void open() {
        site = Site.open();
    }

    @AfterEach
    void close() {
        site.close();
    }

    @Test
    void asksStrangersToSignInAndBringsThemWhereTheyWanted() {
        Client client = new Client(site);

        Client.Reply asked = client.get("/runs?kind=plan");
        assertThat(asked.status()).isEqualTo(303);
        assertThat(asked.location()).isEqualTo("/sign-in?next=%2Fruns%3Fkind%3Dplan");

        Client.Reply entered = client.signIn("read-token", "/runs?kind=plan");
        assertThat(entered.status()).isEqualTo(303);
        assertThat(entered.location()).isEqualTo("/runs?kind=plan");
        assertThat(client.get("/runs?kind=plan").body()).contains("reader", "Sign out");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://evil.example",
                "//evil.example",
                "/\\evil.example",
                "/\t/evil.example",
                "evil.example",
                "javascript:alert(1)",
                "/sign-in?next=/",
                ""
            })
    void neverSendsAnybodyToAnotherSite(String next) {
        assertThat(new Client(site).signIn("read-token", next).location()).isEqualTo("/");
    }

    @Test
    void keepsOnlyTheDigestOfTheSession() {
        Client client = Client.signedIn(site, "read-token");

        List<String> kept = site.database
                .jdbi()
                .withHandle(handle -> handle.createQuery("select sha256 from sign_in")
                        .mapTo(String.class)
                        .list());

        assertThat(kept).singleElement().asString().hasSize(64).isNotEqualTo(client.cookies.get("envctl"));
    }

    @Test
    void theCookieIsOutOfReachOfScriptAndOfPlainHttp() {
        site.reload(old -> Site.with(old, URI.create("https://envctl.example.com"), old.signIn()));
        Client client = new Client(site);

        Client.Reply entered = client.signIn("read-token", "/");

        assertThat(entered.response().headers().allValues("Set-Cookie"))
                .anySatisfy(cookie -> assertThat(cookie)
                        .startsWith("__Host-envctl=")
                        .contains("Path=/", "Secure", "HttpOnly", "SameSite=Lax")
                        .doesNotContain("Domain"));
        assertThat(client.get("/").header("Strict-Transport-Security")).startsWith("max-age=");
    }

    @Test
    void refusesAWrongTokenAndWritesItDown() {
        Client client = new Client(site);

        Client.Reply refused = client.signIn("wrong-token", "/");

        assertThat(refused.status()).isEqualTo(401);
        assertThat(refused.body()).contains("not known here").doesNotContain("wrong-token");
        assertThat(client.cookies).doesNotContainKey("envctl");
        assertThat(site.audit.list(10)).extracting(AuditLog.Entry::action).containsExactly("sign-in refused");
        assertThat(site.audit.list(10).toString()).doesNotContain("wrong-token");
    }

    @Test
    void slowsDownWhoeverIsWrongTooOften() {
        Client client = new Client(site);
        for (int attempt = 0; attempt < 10; attempt++) {
            assertThat(client.signIn("wrong " + attempt, "/").status()).isEqualTo(401);
        }

        Client.Reply hasty = client.signIn("read-token", "/");
        assertThat(hasty.status()).isEqualTo(429);
        assertThat(hasty.header("Retry-After")).isEqualTo("300");
        assertThat(Client.bearer(site, "read-token").get("/api/v1/runs").status())
                .isEqualTo(429);

        site.clock.turn(Duration.ofMinutes(6));
        assertThat(client.signIn("read-token", "/").status()).isEqualTo(303);
    }

    @Test
    void behindAProxyEachAddressCountsForItself() {
        site.reload(old -> Site.with(old, URI.create("https://envctl.example.com"), old.signIn()));
        Client wrong = new Client(site);
        wrong.headers.put("X-Forwarded-For", "198.51.100.7, 203.0.113.9");
        for (int attempt = 0; attempt < 10; attempt++) {
            wrong.signIn("wrong", "/");
        }
        Client other = new Client(site);
        other.headers.put("X-Forwarded-For", "203.0.113.9, 198.51.100.8");

        assertThat(wrong.signIn("read-token", "/").status()).isEqualTo(429);
        assertThat(other.signIn("read-token", "/").status()).isEqualTo(303);
    }

    @Test
    void theFormMustComeFromTheSameBrowser() {
        Client attacker = new Client(site);
        String csrf = Client.csrf(attacker.get("/sign-in").body());

        Client.Reply reply =
                new Client(site).post("/sign-in", Map.of("csrf", csrf, "token", "read-token", "next", "/"));

        assertThat(reply.status()).isEqualTo(403);
    }

    @Test
    void aSessionEndsWithItsTime() {
        Client client = Client.signedIn(site, "read-token");
        assertThat(client.get("/").status()).isEqualTo(200);

        site.clock.turn(Duration.ofHours(9));

        assertThat(client.get("/").status()).isEqualTo(303);
    }

    @Test
    void aSessionEndsWhenItsTokenIsWithdrawn() {
        Client client = Client.signedIn(site, "run-token");

        site.reload(old -> Site.with(
                old,
                old.publicUrl(),
                new SignIn(
                        old.signIn().tokens().stream()
                                .filter(token -> !token.name().equals("runer"))
                                .toList(),
                        Optional.empty(),
                        old.signIn().sessionLife())));

        assertThat(client.get("/").status()).isEqualTo(303);
    }

    @Test
    void signsOutForGood() {
        Client client = Client.signedIn(site, "read-token");
        String cookie = client.cookies.get("envctl");

        Client.Reply out = client.post("/sign-out", Map.of("csrf", client.csrf()));

        assertThat(out.location()).isEqualTo("/sign-in");
        client.cookies.put("envctl", String.valueOf(cookie));
        assertThat(client.get("/").status()).isEqualTo(303);
    }

    @ParameterizedTest
    @CsvSource({"/runs/1/cancel", "/environments/github/acme/platform/-/environments/dev", "/sign-out"})
    void aPostWithoutTheFormsTokenDoesNothing(String path) {
        new Samples(site).fill();
        Client client = Client.signedIn(site, "run-token");
        int runs = site.runs.list(Runs.Filter.latest(100)).size();

        Client.Reply without = client.post(path, Map.of("kind", "plan"));
        Client.Reply withAnother = client.post(path, Map.of("kind", "plan", "csrf", "x".repeat(43)));

        assertThat(without.status()).isEqualTo(403);
        assertThat(withAnother.status()).isEqualTo(403);
        assertThat(site.runs.list(Runs.Filter.latest(100))).hasSize(runs);
        assertThat(client.get("/").status()).isEqualTo(200);
    }

    @Test
    void aPostThatAnotherSiteSentDoesNothingEvenWithTheToken() {
        Client client = Client.signedIn(site, "run-token");
        String csrf = client.csrf();
        client.headers.put("Sec-Fetch-Site", "cross-site");

        assertThat(client.post("/sign-out", Map.of("csrf", csrf)).status()).isEqualTo(403);
    }

    @Test
    void theHeaderOfHtmxIsAsGoodAsTheForm() {
        Client client = Client.signedIn(site, "read-token");
        client.headers.put("X-CSRF-Token", client.csrf());

        assertThat(client.post("/sign-out", Map.of()).status()).isEqualTo(303);
    }

    @Test
    void partsOfAPageSendTheWholePageToTheForm() {
        Client client = new Client(site);
        client.headers.put("HX-Request", "true");

        Client.Reply reply = client.get("/queue");

        assertThat(reply.status()).isEqualTo(401);
        assertThat(reply.header("HX-Redirect")).isEqualTo("/sign-in");
    }
}
