package dev.envctl.runner;

import static dev.envctl.runner.AttackedRunner.FORM;
import static dev.envctl.runner.AttackedRunner.cookie;
import static dev.envctl.runner.AttackedRunner.csrf;
import static dev.envctl.runner.AttackedRunner.encode;
import static org.assertj.core.api.Assertions.assertThat;

import dev.envctl.runner.database.Database;
import dev.envctl.runner.settings.RunnerSettings;
import dev.envctl.runner.settings.RunnerSettings.ApplyOn;
import dev.envctl.runner.settings.RunnerSettings.Event;
import dev.envctl.runner.settings.RunnerSettings.Notification;
import dev.envctl.runner.settings.RunnerSettings.OpenId;
import dev.envctl.runner.settings.RunnerSettings.Role;
import dev.envctl.runner.settings.RunnerSettings.SignIn;
import dev.envctl.runner.settings.SecretReference;
import dev.envctl.runner.web.FakeOpenIdProvider;
import dev.envctl.testing.RawHttp.Answer;
import dev.envctl.testing.RunnerStory;
import dev.envctl.testing.TestDatabase;
import dev.envctl.testing.forge.FakeForge;
import dev.envctl.testing.forge.FakeForge.Opening;
import dev.envctl.testing.forge.FakeGitHub;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Everything that a runner leaves anywhere after a day with trouble, searched for everything that only it may know.
class SecretsTest {

    private static final String DATABASE_PASSWORD = "database-password-0123456789";
    private static final String CLIENT_SECRET = "secret of env:CLIENT_SECRET";
    private static final String HOOK = "http://127.0.0.1:1/hook/that-is-secret-0123456789";
    private static final String SIGNING = "signing-secret-of-notifications-0123456789";
    private static final String ENVIRONMENT = "/environments/github/acme/infra/-/" + RunnerStory.DIRECTORY;

    private final String url = TestDatabase.POSTGRES.url();
    private final FakeOpenIdProvider provider = new FakeOpenIdProvider();
    private final FakeForge forge = FakeGitHub.withToken();
    private final Map<String, String> secrets = new LinkedHashMap<>();

    @TempDir
    private Path directory;

    private AttackedRunner runner;
    private RunnerStory story;

    @BeforeEach
    void open() {
        secrets.put("env:DATABASE_PASSWORD", DATABASE_PASSWORD);
        secrets.put("env:CLIENT_SECRET", CLIENT_SECRET);
        secrets.put("env:HOOK", HOOK);
        secrets.put("env:SIGNING", SIGNING);
        runner = new AttackedRunner(() -> new RunnerStory(
                directory,
                forge,
                ApplyOn.COMMENT,
                Optional.of(url),
                this::withEverySecret,
                reference -> Optional.ofNullable(secrets.get(reference.text()))
                        .orElseGet(() -> forge.secrets().read(reference))));
        story = runner.story;
    }

    @AfterEach
    void close() {
        runner.close();
        provider.close();
    }

    private RunnerSettings withEverySecret(RunnerSettings usual) {
        var roles = new LinkedHashMap<String, Role>();
        roles.put("platform", Role.ADMIN);
        var openId = new OpenId(
                provider.issuer(), "envctl", new SecretReference("env:CLIENT_SECRET"), List.of(), "groups", roles);
        return new RunnerSettings(
                usual.listen(),
                usual.publicUrl(),
                usual.dataDirectory(),
                new RunnerSettings.Database(
                        usual.database().url(),
                        Optional.of("postgres"),
                        Optional.of(new SecretReference("env:DATABASE_PASSWORD"))),
                usual.replica(),
                usual.concurrency(),
                usual.forges(),
                usual.repositories(),
                usual.modules(),
                usual.secretVariables(),
                List.of(new Notification(
                        "team",
                        new SecretReference("env:HOOK"),
                        Optional.of(new SecretReference("env:SIGNING")),
                        List.of(Event.values()))),
                new SignIn(
                        usual.signIn().tokens(),
                        Optional.of(openId),
                        usual.signIn().sessionLife()),
                usual.shutdownGrace(),
                usual.keep());
    }

    @Test
    void areFoundNowhere() {
        List<String> ofSessions = new ArrayList<>();
        int number = aDaysWork();
        ofSessions.addAll(byToken());
        ofSessions.addAll(byOpenId());
        trouble(number);

        String everything = everything(number);

        assertThat(runner.logs()).as("the trouble was heard of").contains("notif", "Sign-in refused");
        assertThat(everything).contains("Apply complete", "sign-in refused").hasSizeGreaterThan(50_000);
        assertThat(ofSessions)
                .hasSizeGreaterThanOrEqualTo(6)
                .allSatisfy(secret -> assertThat(secret).hasSizeGreaterThan(15));
        assertThat(everything)
                .doesNotContain(
                        FakeForge.TOKEN,
                        FakeForge.WEBHOOK_SECRET,
                        RunnerStory.ADMIN_TOKEN,
                        RunnerStory.READ_TOKEN,
                        DATABASE_PASSWORD,
                        CLIENT_SECRET,
                        encode(CLIENT_SECRET),
                        HOOK,
                        "that-is-secret",
                        SIGNING)
                .doesNotContain(ofSessions);
    }

    private int aDaysWork() {
        String head = story.commit(
                "more", "More", Map.of(RunnerStory.DIRECTORY + "/logs.yaml", RunnerStory.logGroup("spark", 30)));
        int number = story.open("bob", "more", head);
        story.comment(number, "1 to add");
        forge.approve(story.repository(), number, "alice");
        story.comment(number, "by `alice`");
        forge.comment(story.repository(), number, "alice", "/envctl apply dev");
        story.comment(number, "Apply complete");
        return number;
    }

    /// The session's cookie and the token of its forms.
    private List<String> byToken() {
        Answer form = runner.http.ask("GET /sign-in", "");
        String session = cookie(runner.signIn("/", RunnerStory.ADMIN_TOKEN, ""));
        runner.signIn("/", RunnerStory.ADMIN_TOKEN + "-mistyped", "");
        return List.of(value(cookie(form)), value(session), formToken(session));
    }

    private List<String> byOpenId() {
        Answer departure = runner.http.ask("GET /sign-in/openid", "");
        String journey = cookie(departure);
        Answer arrival = runner.http.ask(
                "GET /sign-in/openid/callback" + provider.agree(departure.header("Location")),
                "",
                "Cookie: " + journey);
        String session = arrival.head()
                .lines()
                .filter(line -> line.matches("(?i)set-cookie: __Host-envctl=.*"))
                .findFirst()
                .orElseThrow()
                .replaceFirst("(?i)set-cookie: ", "")
                .replaceFirst(";.*", "");
        runner.http.ask("GET /sign-in/openid/callback?code=wrong-code&state=x", "", "Cookie: " + journey);
        String state = departure.header("Location").replaceFirst(".*[?&]state=([^&]+).*", "$1");
        runner.http.ask(
                "GET /sign-in/openid/callback?code=wrong-code&iss=" + provider.issuer() + "&state=" + state,
                "",
                "Cookie: " + journey);
        return List.of(value(journey), value(session), formToken(session));
    }

    private String formToken(String session) {
        String token = csrf(
                runner.http.ask("GET " + ENVIRONMENT, "", "Cookie: " + session).body());
        runner.http.ask("POST " + ENVIRONMENT, "kind=nonsense&csrf=" + encode(token), FORM, "Cookie: " + session);
        runner.http.ask("POST " + ENVIRONMENT, "kind=drift&csrf=x" + encode(token), FORM, "Cookie: " + session);
        return token;
    }

    private static String value(String cookie) {
        return cookie.substring(cookie.indexOf('=') + 1);
    }

    /// A commit that git does not have, a delivery that nobody signed, a token that was mistyped, a forge that is
    /// gone.
    private void trouble(int number) {
        forge.openPullRequest(story.repository(), Opening.of("bob", "nowhere", "0123456789".repeat(4)));
        URI door = story.runner().address().resolve("/webhooks/github");
        forge.outbox().send(door, forge.lastDelivery().without("X-Hub-Signature-256"));
        runner.http.ask("GET /api/v1/runs", "", AttackedRunner.bearer(RunnerStory.READ_TOKEN + "-mistyped"));
        story.until("the notification was tried", () -> runner.logs().contains("sending notification team"));
        runner.asAdmin("/readyz");
        forge.server().close();
        forge.comment(story.repository(), number, "alice", "/envctl plan dev");
        story.until("the forge was missed", () -> runner.logs().contains("went wrong for the"));
    }

    private String everything(int number) {
        StringBuilder all = new StringBuilder(runner.logs());
        String runs = runner.asAdmin("/api/v1/runs?limit=200").body();
        all.append(runs);
        for (String path : List.of(
                "/",
                ENVIRONMENT,
                "/runs",
                "/runs/1",
                "/runs/2",
                "/runs/2/papers/result-text",
                "/queue",
                "/audit",
                "/metrics",
                "/readyz",
                "/healthz",
                "/openapi.json",
                "/nothing",
                "/api/v1/environments",
                "/api/v1/runs/1/log",
                "/api/v1/runs/2/log")) {
            all.append(runner.asAdmin(path).whole());
        }
        all.append(forge.comments(story.repository(), number))
                .append(forge.issues(story.repository()))
                .append(forge.statuses(story.repository(), runs.replaceFirst("(?s).*?\"head\":\"(\\w+)\".*", "$1")));
        return all.append(tables()).toString();
    }

    /// Every row of every table; but what a session's forms have to hold is kept for it, and useless without its
    /// cookie.
    private String tables() {
        StringBuilder all = new StringBuilder();
        try (Database database = TestDatabase.open(url)) {
            database.jdbi().useHandle(handle -> {
                List<String> tables = handle.createQuery(
                                "select table_name from information_schema.tables where table_schema = 'public'")
                        .mapTo(String.class)
                        .list();
                assertThat(tables).contains("run_paper", "sign_in", "delivery", "audit");
                for (String table : tables) {
                    handle.createQuery("select * from " + table).mapToMap().forEach(row -> {
                        row.remove("csrf");
                        all.append(table).append(' ').append(row).append('\n');
                    });
                }
            });
        }
        return all.toString();
    }
}
