package dev.envctl.runner;

import static dev.envctl.runner.AttackedRunner.ELSEWHERE;
import static dev.envctl.runner.AttackedRunner.FORM;
import static dev.envctl.runner.AttackedRunner.bearer;
import static dev.envctl.runner.AttackedRunner.cookie;
import static dev.envctl.runner.AttackedRunner.csrf;
import static dev.envctl.runner.AttackedRunner.encode;
import static org.assertj.core.api.Assertions.assertThat;

import dev.envctl.testing.RawHttp.Answer;
import dev.envctl.testing.RunnerStory;
import dev.envctl.testing.TestDatabase;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What somebody might try at the door of a whole runner, with a browser and without.
@TestInstance(Lifecycle.PER_CLASS)
class DoorAttacksTest {

    private static final List<String> METHODS =
            List.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "CONNECT", "PROPFIND", "get");

    private static final String ENVIRONMENT = "/environments/github/acme/infra/-/environments/dev";

    private AttackedRunner runner;

    @BeforeAll
    void open(@TempDir Path directory) {
        runner = new AttackedRunner(directory, TestDatabase.POSTGRES);
        runner.story.until(
                "an environment",
                () -> runner.asAdmin("/api/v1/environments").body().contains("environments/dev"));
        runner.story.ask("plan");
        runner.story.until(
                "a run", () -> runner.asAdmin("/api/v1/runs/1").body().contains("\"succeeded\""));
    }

    @AfterAll
    void close() {
        runner.close();
    }

    static List<String> oddPaths() {
        return List.of(
                "/",
                "//",
                "/..",
                "/../../etc/passwd",
                "/%2e%2e/%2e%2e/etc/passwd",
                "/environments/..%2f..%2fetc",
                "/environments/%2e%2e",
                "/environments/github/acme/infra/-/%2e%2e/%2e%2e/etc/passwd",
                "/environments/github/acme/infra/-/..;/..;/x",
                "/environments/%00",
                "/environments/%zz",
                "/environments/%",
                "/environments/%c0%ae%c0%ae",
                "/environments/\\..\\..",
                "/environments/\u00e4",
                "/environments//etc/passwd",
                "/unlock/..%2f..",
                ENVIRONMENT,
                ENVIRONMENT + "/../../../../..",
                ENVIRONMENT + "?before=-1",
                ENVIRONMENT + "?before=99999999999999999999",
                ENVIRONMENT + "?before=%zz",
                "/runs?kind=x&state=%00",
                "/runs?before=1e9",
                "/runs/1",
                "/runs?q=%00&kind=plan",
                "/?q=%00&show=%00",
                "/runs/-1",
                "/runs/99999999999999999999",
                "/runs/1%00",
                "/runs/1;jsessionid=2",
                "/runs/1/papers/..%2f..%2fetc",
                "/runs/1/papers/%69",
                "/runs/1/papers/plan-json",
                "/runs/99/stream",
                "/runs/1/cancel",
                "/runs/99/cancel",
                "/queue?x[]=1&&&==",
                "/audit",
                "/sign-in?next=%zz",
                "/sign-in?next=//evil.example.com",
                "/sign-in/openid",
                "/sign-in/openid?next=https://evil.example.com",
                "/sign-in/openid/callback?state=x&code=y",
                "/sign-out",
                "/api/v1/environments",
                "/api/v1/environments?x=%zz",
                "/api/v1/runs",
                "/api/v1/runs?limit=0",
                "/api/v1/runs?limit=-1",
                "/api/v1/runs?before=9223372036854775807",
                "/api/v1/runs?forge=a&repository=b&directory=%00",
                "/api/v1/runs?forge=a&repository=b&directory=..%2f..",
                "/api/v1/runs?pull_request=2147483648",
                "/api/v1/runs/1/log?after=2147483647",
                "/api/v1/runs/1/log?after=4294967296",
                "/api/v1/runs/99/cancel",
                "/api/v2",
                "/openapi.json",
                "/metrics",
                "/healthz",
                "/readyz",
                "/webhooks/github",
                "/webhooks/nobody",
                "/webhooks/%2e%2e",
                "/static/..%2f..%2flogback.xml",
                "/static/%2e%2e/%2e%2e/application.conf",
                "/WEB-INF/web.xml",
                "/.git/config",
                "/favicon.ico",
                "http://169.254.169.254/latest/meta-data",
                "*",
                "/" + "a".repeat(9_000),
                "/runs?" + "a=1&".repeat(1_500));
    }

    @ParameterizedTest
    @MethodSource("oddPaths")
    void noMethodAndNoPathMakesTheRunnerStumble(String path) {
        SoftAssertions all = new SoftAssertions();
        for (String method : METHODS) {
            for (String who : List.of("X-Nobody: 1", bearer(RunnerStory.ADMIN_TOKEN))) {
                Answer answer = runner.http.ask(method + " " + path, "", who);
                checkSteady(all, method + " " + who, answer);
            }
        }
        all.assertAll();
    }

    @Test
    void alsoALongAddressLeadsToTheSignIn() {
        Answer answer = runner.http.ask("GET /runs?" + "a=1&".repeat(1_500), "");

        assertThat(answer.status()).isEqualTo(303);
        assertThat(answer.header("Location")).isEqualTo("/sign-in?next=%2F");
    }

    static Stream<String> oddBodies() {
        return Stream.of(
                "",
                "{",
                "null",
                "[]",
                "\"x\"",
                "{\"environment\": null, \"kind\": \"plan\"}",
                "{\"environment\": \"x\", \"kind\": \"plan\"}",
                "{\"environment\": {\"forge\": \"\\u0000\", \"repository\": \"..\", \"directory\": \"/etc\"},"
                        + " \"kind\": \"plan\"}",
                "[".repeat(30_000),
                "{\"a\":".repeat(10_000),
                "csrf=%zz",
                "csrf=%",
                "kind=%c3%28",
                "&&&===",
                "token=\u0000",
                "--x\r\nContent-Disposition: form-data; name=\"csrf\"\r\n\r\nx\r\n--x--\r\n",
                "\ufeff{}",
                "x".repeat(100_000));
    }

    @ParameterizedTest
    @MethodSource("oddBodies")
    void noBodyMakesTheRunnerStumble(String body) {
        List<String> types = List.of(
                "application/json",
                "application/json; charset=nonsense",
                "application/json; charset=utf-16",
                "application/x-www-form-urlencoded",
                "application/x-www-form-urlencoded; charset=nonsense",
                "multipart/form-data",
                "multipart/form-data; boundary=x",
                "x",
                ";;;",
                "text/plain; charset=\"");
        SoftAssertions all = new SoftAssertions();
        for (String type : types) {
            for (String path : List.of(
                    "/api/v1/runs", "/sign-in", ENVIRONMENT, "/runs/99/cancel", "/webhooks/github", "/sign-out")) {
                Answer answer =
                        runner.http.ask("POST " + path, body, "Content-Type: " + type, bearer(RunnerStory.ADMIN_TOKEN));
                checkSteady(all, "POST " + path + " " + type, answer);
            }
        }
        all.assertAll();
    }

    /// Posts with a session read the form before anything else.
    @ParameterizedTest
    @MethodSource("oddBodies")
    void noFormOfASessionMakesTheRunnerStumble(String body) {
        String session = session("");
        SoftAssertions all = new SoftAssertions();
        for (String type : List.of(
                "application/x-www-form-urlencoded",
                "multipart/form-data; boundary=x",
                "multipart/form-data",
                "application/x-www-form-urlencoded; charset=nonsense",
                "application/json")) {
            Answer answer = runner.http.ask("POST " + ENVIRONMENT, body, "Content-Type: " + type, "Cookie: " + session);
            checkSteady(all, type, answer);
            all.assertThat(answer.status()).as(type).isBetween(400, 499);
        }
        all.assertAll();
    }

    private static void checkSteady(SoftAssertions all, String what, Answer answer) {
        all.assertThat(answer.status()).as(what + "\n" + cut(answer.whole())).isNotEqualTo(500);
        all.assertThat(answer.whole())
                .as(what)
                .doesNotContain("\tat ", "Exception", "dev.envctl.", "org.eclipse", "root:x:", "Jetty", "Javalin");
    }

    private static String cut(String text) {
        return text.substring(0, Math.min(400, text.length()));
    }

    @Test
    void oddCookiesAndHeadersDoNothing() {
        SoftAssertions all = new SoftAssertions();
        for (String header : List.of(
                "Cookie: __Host-envctl=\"",
                "Cookie: ;;=;",
                "Cookie: __Host-envctl=" + "x".repeat(5_000),
                "Cookie: __Host-envctl=a; __Host-envctl=b",
                "Authorization: Bearer",
                "Authorization: Basic !!",
                "Authorization: Negotiate x",
                "X-Forwarded-For: \t",
                "X-Forwarded-Host: evil.example.com",
                "Last-Event-ID: -5",
                "Range: bytes=0-0",
                "Accept: \u0000",
                "HX-Request: true",
                "Expect: 200-maybe",
                "Transfer-Encoding: nonsense")) {
            Answer answer = runner.http.ask("GET /runs", "", header, ELSEWHERE + "1");
            checkSteady(all, header, answer);
            all.assertThat(answer.status()).as(header).isIn(303, 400, 401, 403, 417, 501);
            all.assertThat(answer.header("Location")).as(header).doesNotContain("evil");
        }
        all.assertAll();
    }

    @Test
    void everyAnswerKeepsTheBrowserHereAndTheSessionOutOfReach() {
        for (String path : List.of("/", "/sign-in", "/nothing", "/metrics", "/api/v1/runs", ENVIRONMENT, "/healthz")) {
            Answer answer = runner.asAdmin(path);

            assertThat(answer.header("Content-Security-Policy"))
                    .as(path)
                    .contains("default-src 'none'", "frame-ancestors 'none'", "form-action 'self'")
                    .doesNotContain("unsafe");
            assertThat(answer.header("X-Content-Type-Options")).isEqualTo("nosniff");
            assertThat(answer.header("Strict-Transport-Security")).contains("max-age=");
            assertThat(answer.header("Cache-Control")).contains("no-store");
            assertThat(answer.header("Access-Control-Allow-Origin")).isEmpty();
            assertThat(answer.header("Server")).isEmpty();
        }
        assertThat(runner.signIn("/", RunnerStory.ADMIN_TOKEN, "").header("Set-Cookie"))
                .startsWith("__Host-envctl=")
                .contains("Secure", "HttpOnly", "SameSite=Lax", "Path=/")
                .doesNotContain("Domain");
    }

    private String session(String fixed) {
        Answer answer = runner.signIn("/", RunnerStory.ADMIN_TOKEN, fixed);
        assertThat(answer.status()).isEqualTo(303);
        return cookie(answer);
    }

    @Test
    void aSessionThatWasChosenForSomebodyIsNotTheirs() {
        String chosen = "__Host-envctl=chosen-by-somebody-else-0123456789";

        String given = session(chosen);

        assertThat(given).startsWith("__Host-envctl=").isNotEqualTo(chosen);
        assertThat(runner.http.ask("GET /", "", "Cookie: " + chosen).header("Location"))
                .startsWith("/sign-in");
        assertThat(session("")).isNotEqualTo(given);
    }

    @Test
    void aPostThatOurPageDidNotSendChangesNothing() {
        String session = "Cookie: " + session("");
        String token = csrf(runner.http.ask("GET " + ENVIRONMENT, "", session).body());
        String other =
                csrf(runner.http.ask("GET /", "", "Cookie: " + session("")).body());
        int before = runs();
        assertThat(token).isNotEmpty().isNotEqualTo(other);

        for (String form : List.of("kind=drift", "kind=drift&csrf=", "kind=drift&csrf=x", "kind=drift&csrf=" + other)) {
            assertThat(runner.http
                            .ask("POST " + ENVIRONMENT, form, FORM, session)
                            .status())
                    .as(form)
                    .isEqualTo(403);
        }
        String right = "kind=drift&csrf=" + encode(token);
        for (String origin : List.of("Sec-Fetch-Site: cross-site", "Sec-Fetch-Site: same-site")) {
            assertThat(runner.http
                            .ask(
                                    "POST " + ENVIRONMENT,
                                    right,
                                    FORM,
                                    session,
                                    origin,
                                    "Origin: https://evil.example.com")
                            .status())
                    .as(origin)
                    .isEqualTo(403);
        }
        assertThat(runner.http
                        .ask("POST " + ENVIRONMENT, right, "Content-Type: text/plain", session)
                        .status())
                .isEqualTo(415);
        assertThat(runner.http
                        .ask("POST " + ENVIRONMENT + "?csrf=" + encode(token), "kind=drift", FORM, session)
                        .status())
                .isEqualTo(403);
        assertThat(runs()).isEqualTo(before);
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "HEAD", "POST"})
    void noHeaderMakesOneMethodAnother(String method) {
        String session = "Cookie: " + session("");

        for (String other : List.of("POST", "GET", "DELETE")) {
            Answer answer =
                    runner.http.ask(method + " /runs/1/cancel", "", session, "X-HTTP-Method-Override: " + other);
            assertThat(answer.status()).as(other).isIn(400, 404, 405);
        }
    }

    private int runs() {
        return runner.asAdmin("/api/v1/runs?limit=200").body().split("\"id\":", -1).length;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://evil.example.com",
                "//evil.example.com",
                "/\\evil.example.com",
                "/\t/evil.example.com",
                "\\\\evil.example.com",
                "javascript:alert(1)",
                "/%0d%0aSet-Cookie: a=b",
                "/\r\nSet-Cookie: a=b",
                "/..//evil.example.com",
                "/.//evil.example.com",
                "@evil.example.com",
                " //evil.example.com"
            })
    void signingInLeadsNowhereElse(String next) {
        Answer answer = runner.signIn(next, RunnerStory.ADMIN_TOKEN, "");

        assertThat(answer.status()).isEqualTo(303);
        assertThat(answer.header("Location"))
                .startsWith("/")
                .doesNotStartWith("//")
                .doesNotStartWith("/\\");
        assertThat(URI.create("https://envctl.example.com/sign-in")
                        .resolve(answer.header("Location"))
                        .getHost())
                .isEqualTo("envctl.example.com");
        assertThat(URI.create("https://envctl.example.com/sign-in")
                        .resolve(answer.header("Location"))
                        .getRawPath())
                .doesNotStartWith("//");
        assertThat(answer.head()).doesNotContain("\nSet-Cookie: a=b");
    }

    @Test
    void guessingTokensIsSlowedDownAndHarmsNobodyElse() {
        List<Integer> statuses = new ArrayList<>();
        for (int guess = 0; guess < 40; guess++) {
            statuses.add(runner.http
                    .ask("GET /api/v1/runs", "", bearer("guess-" + guess), ELSEWHERE + "66")
                    .status());
        }

        assertThat(statuses).startsWith(401).endsWith(429).containsOnly(401, 429);
        assertThat(runner.http
                        .ask("GET /api/v1/runs", "", bearer(RunnerStory.ADMIN_TOKEN), ELSEWHERE + "66")
                        .status())
                .isEqualTo(429);
        assertThat(runner.http
                        .ask("GET /api/v1/runs", "", bearer("guess"), "X-Forwarded-For: 1.2.3.4, 203.0.113.66")
                        .status())
                .isEqualTo(429);
        assertThat(runner.asAdmin("/api/v1/runs").status()).isEqualTo(200);
    }

    @Test
    void whoMayOnlyReadChangesNothing() {
        String reader = bearer(RunnerStory.READ_TOKEN);
        int before = runs();
        String body = "{\"environment\": {\"forge\": \"github\", \"repository\": \"acme/infra\", \"directory\":"
                + " \"environments/dev\"}, \"kind\": \"drift\"}";

        for (String path : List.of(ENVIRONMENT, "/unlock" + ENVIRONMENT.substring(13), "/runs/1/cancel")) {
            assertThat(runner.http
                            .ask("POST " + path, "kind=drift", FORM, reader)
                            .status())
                    .as(path)
                    .isEqualTo(403);
        }
        assertThat(runner.http.ask("POST /api/v1/runs/1/cancel", "", reader).status())
                .isEqualTo(403);
        assertThat(runner.http
                        .ask("POST /api/v1/runs", body, "Content-Type: application/json", reader)
                        .status())
                .isEqualTo(403);
        assertThat(runner.http.ask("GET /audit", "", reader).status()).isEqualTo(403);
        assertThat(runs()).isEqualTo(before);
    }
}
