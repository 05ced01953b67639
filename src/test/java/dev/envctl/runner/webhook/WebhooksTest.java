package dev.envctl.runner.webhook;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.envctl.problem.ProblemException;
import dev.envctl.runner.database.Database;
import dev.envctl.runner.forge.ForgeEvent.Commented;
import dev.envctl.runner.forge.ForgeEvent.Ignored;
import dev.envctl.runner.run.AuditLog;
import dev.envctl.runner.settings.RunnerSettings;
import dev.envctl.runner.settings.RunnerSettings.ForgeSettings;
import dev.envctl.runner.settings.RunnerSettings.ForgeType;
import dev.envctl.runner.settings.RunnerSettings.Listen;
import dev.envctl.runner.settings.RunnerSettings.Modules;
import dev.envctl.runner.settings.RunnerSettings.RepositorySettings;
import dev.envctl.runner.settings.RunnerSettings.SignIn;
import dev.envctl.runner.settings.SecretReference;
import dev.envctl.testing.TurnableClock;
import dev.envctl.testing.forge.FakeForge;
import dev.envctl.testing.forge.Recorded;
import dev.envctl.testing.forge.SignedDelivery;
import dev.envctl.testing.forge.Signing;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class WebhooksTest {

    private static final Receipt ACCEPTED = new Receipt(202, "accepted");

    private static final Database DATABASE = Database.inMemory("webhooks");

    private final TurnableClock clock = new TurnableClock();
    private final List<Delivery> told = new ArrayList<>();
    private String secret = FakeForge.WEBHOOK_SECRET;
    private final Deliveries deliveries = new Deliveries(DATABASE.jdbi(), clock);
    private final AuditLog audit = new AuditLog(DATABASE.jdbi(), clock);
    private Webhooks webhooks = webhooks();

    private Webhooks webhooks() {
        return new Webhooks(
                WebhooksTest::settings, _ -> secret, deliveries, new Refusals(audit, clock), told::add, clock);
    }

    static RunnerSettings settings() {
        var forges = new LinkedHashMap<String, ForgeSettings>();
        var repositories = new ArrayList<RepositorySettings>();
        for (ForgeType type : ForgeType.values()) {
            String name = type.name().toLowerCase(Locale.ROOT);
            URI api = URI.create("https://" + name + ".example.com");
            forges.put(
                    name,
                    new ForgeSettings(
                            name,
                            type,
                            api,
                            new SecretReference("env:" + type),
                            Optional.of(new SecretReference("env:TOKEN")),
                            Optional.empty()));
            String repository = type == ForgeType.GITLAB ? "Acme/platform/infra" : "Acme/infra";
            repositories.add(new RepositorySettings(repository, name, api, "main", false, List.of()));
        }
        return new RunnerSettings(
                new Listen("127.0.0.1", 0),
                URI.create("https://envctl.example.com"),
                Path.of("data"),
                new RunnerSettings.Database(Optional.empty(), Optional.empty(), Optional.empty()),
                "one",
                1,
                forges,
                repositories,
                new Modules(List.of()),
                List.of(),
                List.of(),
                new SignIn(List.of(), Optional.empty(), Duration.ofHours(8)),
                Duration.ofMinutes(1),
                Duration.ofDays(30));
    }

    @BeforeEach
    void forget() {
        DATABASE.jdbi().useHandle(handle -> handle.execute("truncate table delivery"));
        DATABASE.jdbi().useHandle(handle -> handle.execute("truncate table believed"));
        DATABASE.jdbi().useHandle(handle -> handle.execute("truncate table audit"));
    }

    @AfterAll
    static void close() {
        DATABASE.close();
    }

    private Receipt receive(String forge, SignedDelivery delivery) {
        try {
            return webhooks.receive(
                    forge, Headers.of(delivery.headerLists()), new ByteArrayInputStream(delivery.body()));
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    static Stream<String[]> comments() {
        return Stream.of(
                new String[] {"github", "issue_comment.created"},
                new String[] {"gitlab", "note.merge_request"},
                new String[] {"gitea", "issue_comment.created"});
    }

    @ParameterizedTest
    @MethodSource("comments")
    void storesTellsAndAnswers(String forge, String recorded) {
        assertThat(receive(forge, Recorded.signed(forge, recorded))).isEqualTo(ACCEPTED);

        assertThat(told).hasSize(1);
        Delivery stored = deliveries.find(forge, told.getFirst().id()).orElseThrow();
        assertThat(stored).isEqualTo(told.getFirst());
        assertThat(stored.isHandled()).isFalse();
        assertThat(webhooks.event(stored))
                .isInstanceOfSatisfying(
                        Commented.class,
                        event -> assertThat(event.repository())
                                .as("spelled as in the settings")
                                .startsWith("Acme/"));
    }

    @ParameterizedTest
    @MethodSource("comments")
    void tellsOfWhatComesAgainUntilItIsHandled(String forge, String recorded) {
        SignedDelivery delivery = Recorded.signed(forge, recorded);
        receive(forge, delivery);

        assertThat(receive(forge, delivery)).isEqualTo(new Receipt(200, "duplicate"));
        assertThat(told).hasSize(2);
        assertThat(told.getLast()).isEqualTo(told.getFirst());
        assertThat(deliveries.list(10)).hasSize(1);

        deliveries.handled(forge, told.getFirst().id(), "planned");
        assertThat(receive(forge, delivery)).isEqualTo(new Receipt(200, "duplicate"));
        assertThat(told).hasSize(2);
    }

    @ParameterizedTest
    @MethodSource("comments")
    void anIdThatSaysSomethingElseIsRefused(String forge, String recorded) {
        SignedDelivery first = Recorded.signed(forge, recorded);
        receive(forge, first);
        byte[] other = new String(first.body(), StandardCharsets.UTF_8)
                .replace("apply teams/blue", "apply teams/red")
                .getBytes(StandardCharsets.UTF_8);

        assertThat(receive(forge, signedAnew(forge, first.withBody(other))).status())
                .isEqualTo(409);
        assertThat(told).hasSize(1);
        assertThat(audit.list(1).getFirst().action()).isEqualTo("refused");
    }

    // ---- somebody overheard it

    private static SignedDelivery under(String id, SignedDelivery delivery) {
        return delivery.with("X-GitHub-Delivery", id)
                .with("X-Gitea-Delivery", id)
                .with("X-Forgejo-Delivery", id)
                .with("Idempotency-Key", id);
    }

    @ParameterizedTest
    @CsvSource({
        "github, pull_request.opened",
        "github, pull_request.synchronize",
        "github, pull_request.reopened",
        "github, pull_request.closed",
        "github, pull_request_review.submitted",
        "github, push",
        "github, issue_comment.created",
        "github, issue_comment.created_on_issue",
        "github, check_run.rerequested",
        "github, check_suite.rerequested",
        "gitea, pull_request.opened",
        "gitea, pull_request.opened.forgejo",
        "gitea, pull_request.synchronized",
        "gitea, pull_request.reopened",
        "gitea, pull_request.closed",
        "gitea, pull_request_approved",
        "gitea, pull_request_rejected",
        "gitea, push",
        "gitea, issue_comment.created",
        "gitea, issue_comment.created_on_issue",
        "gitlab, note.merge_request",
    })
    void whatWasBelievedIsNotBelievedAgainUnderAnotherIdHoweverLate(String forge, String recorded) {
        SignedDelivery genuine = Recorded.signed(forge, recorded);
        assertThat(receive(forge, genuine)).isEqualTo(ACCEPTED);
        deliveries.handled(forge, told.getFirst().id(), "planned");

        assertThat(receive(forge, under("made-up-1", genuine))).isEqualTo(new Receipt(200, "duplicate"));
        clock.turn(Duration.ofDays(400));
        assertThat(deliveries.forget(Duration.ofDays(7))).isEqualTo(1);
        assertThat(receive(forge, under("made-up-2", genuine))).isEqualTo(new Receipt(200, "duplicate"));
        assertThat(receive(forge, genuine)).as("its own id").isEqualTo(new Receipt(200, "duplicate"));

        assertThat(told).hasSize(1);
        assertThat(deliveries.list(10)).isEmpty();
    }

    @Test
    void twoWebhooksThatTellOfOneCommentAreOneCommand() {
        SignedDelivery first = Recorded.signed("github", "issue_comment.created");
        byte[] other = new String(first.body(), StandardCharsets.UTF_8)
                .replaceFirst("\\{", "{\"told_by\": \"the App\",")
                .getBytes(StandardCharsets.UTF_8);

        assertThat(receive("github", first)).isEqualTo(ACCEPTED);
        assertThat(receive("github", under("by-the-app", signedAnew("github", first.withBody(other)))))
                .isEqualTo(new Receipt(200, "duplicate"));
    }

    @Test
    void whoeverSendsItAgainHasTheFirstOneDoneIfItWasNot() {
        SignedDelivery genuine = Recorded.signed("github", "push");
        receive("github", genuine);

        receive("github", under("made-up", genuine));

        assertThat(told).hasSize(2);
        assertThat(told.getLast()).isEqualTo(told.getFirst());
    }

    @Test
    void whatWasRefusedForItsIdMayStillBeTold() {
        SignedDelivery first = Recorded.signed("github", "push");
        SignedDelivery other = Recorded.signed("github", "pull_request.opened");
        receive("github", first);
        String taken = requireNonNull(first.headers().get("X-GitHub-Delivery"));

        assertThat(receive("github", under(taken, other)).status()).isEqualTo(409);
        assertThat(receive("github", other)).isEqualTo(ACCEPTED);
    }

    @Test
    void anotherApprovalOnGitLabIsAnotherEventThoughItLooksTheSame() {
        SignedDelivery approved = Recorded.signed("gitlab", "merge_request.approved");

        assertThat(receive("gitlab", approved)).isEqualTo(ACCEPTED);
        assertThat(receive("gitlab", under("the-second", approved))).isEqualTo(ACCEPTED);
    }

    static SignedDelivery signedAnew(String forge, SignedDelivery delivery) {
        String signature = Signing.hex(FakeForge.WEBHOOK_SECRET, delivery.body());
        return switch (forge) {
            case "github" -> delivery.with("X-Hub-Signature-256", "sha256=" + signature);
            case "gitea" ->
                delivery.with("X-Hub-Signature-256", "sha256=" + signature).with("X-Gitea-Signature", signature);
            default -> delivery;
        };
    }

    static Stream<SignedDelivery> forged() {
        SignedDelivery github = Recorded.signed("github", "push");
        SignedDelivery gitlab = Recorded.signed("gitlab", "push");
        SignedDelivery gitea = Recorded.signed("gitea", "push");
        SignedDelivery forgejo = Recorded.signed("gitea", "pull_request.opened.forgejo");
        String other = Signing.hex("another secret", github.body());
        byte[] changed = "{\"ref\":\"refs/heads/main\"}".getBytes(StandardCharsets.UTF_8);
        return Stream.of(
                github.without("X-Hub-Signature-256"),
                github.with("X-Hub-Signature-256", ""),
                github.with("X-Hub-Signature-256", "sha256="),
                github.with("X-Hub-Signature-256", "sha256=" + other),
                github.with("X-Hub-Signature-256", "sha256=" + other.substring(0, 10)),
                github.with("X-Hub-Signature-256", "sha256=" + "0".repeat(900)),
                github.with("X-Hub-Signature-256", "sha1=" + other),
                github.with("X-Hub-Signature-256", Signing.hex(FakeForge.WEBHOOK_SECRET, github.body())),
                github.withBody(changed),
                gitlab.without("X-Gitlab-Token"),
                gitlab.with("X-Gitlab-Token", ""),
                gitlab.with("X-Gitlab-Token", FakeForge.WEBHOOK_SECRET.substring(1)),
                gitlab.with("X-Gitlab-Token", FakeForge.WEBHOOK_SECRET + "x"),
                gitlab.with("X-Gitlab-Token", "x"),
                gitea.without("X-Gitea-Signature").without("X-Hub-Signature-256"),
                gitea.with("X-Gitea-Signature", "").with("X-Hub-Signature-256", ""),
                gitea.with("X-Gitea-Signature", Signing.hex("another secret", gitea.body())),
                gitea.with("X-Hub-Signature-256", "sha256=" + other),
                gitea.withBody(changed),
                forgejo.with("X-Forgejo-Signature", other));
    }

    @ParameterizedTest
    @MethodSource("forged")
    void whatIsNotSignedByOurSecretIsRefused(SignedDelivery delivery) {
        String forge = delivery.headers().containsKey("X-Gitlab-Event")
                ? "gitlab"
                : delivery.headers().containsKey("X-Gitea-Event") ? "gitea" : "github";

        Receipt receipt = receive(forge, delivery);

        assertThat(receipt.status()).isEqualTo(401);
        assertThat(receipt.text()).doesNotContain(FakeForge.WEBHOOK_SECRET);
        assertThat(told).isEmpty();
        assertThat(deliveries.list(10)).isEmpty();
    }

    @Test
    void aSignatureThatIsThereTwiceIsRefused() throws IOException {
        SignedDelivery delivery = Recorded.signed("github", "push");
        var headers = new LinkedHashMap<>(delivery.headerLists());
        headers.put("x-hub-signature-256", List.of("sha256=" + "0".repeat(64)));

        Receipt receipt = webhooks.receive("github", Headers.of(headers), new ByteArrayInputStream(delivery.body()));

        assertThat(receipt.status()).isEqualTo(400);
    }

    private SignedDelivery signedByToken(byte[] key, String timestamp) {
        SignedDelivery delivery = Recorded.signed("gitlab", "push").without("X-Gitlab-Token");
        String id = requireNonNull(delivery.headers().get("Idempotency-Key"));
        byte[] start = (id + "." + timestamp + ".").getBytes(StandardCharsets.UTF_8);
        byte[] text = new byte[start.length + delivery.body().length];
        System.arraycopy(start, 0, text, 0, start.length);
        System.arraycopy(delivery.body(), 0, text, start.length, delivery.body().length);
        String signature = "v1," + Base64.getEncoder().encodeToString(Signing.hmac(key, text));
        return delivery.with("webhook-id", id)
                .with("webhook-timestamp", timestamp)
                .with("webhook-signature", "v1,b2xkIGtleQ== " + signature);
    }

    @Test
    void gitLabsSigningTokenSignsIdTimeAndBody() {
        byte[] key = new byte[32];
        key[7] = 42;
        secret = "whsec_" + Base64.getEncoder().encodeToString(key);
        webhooks = webhooks();
        String now = String.valueOf(clock.instant().getEpochSecond() - 200);
        SignedDelivery good = signedByToken(key, now);

        assertThat(receive("gitlab", good)).isEqualTo(ACCEPTED);
        assertThat(receive("gitlab", good.with("webhook-id", "another-id")).status())
                .isEqualTo(401);
        assertThat(receive("gitlab", good.with("webhook-timestamp", "1")).status())
                .isEqualTo(401);
        assertThat(receive("gitlab", good.withBody("{}".getBytes(StandardCharsets.UTF_8)))
                        .status())
                .isEqualTo(401);
        assertThat(receive("gitlab", signedByToken(new byte[32], now)).status()).isEqualTo(401);
    }

    @Test
    void anOldSignatureIsRefusedAndTheTokenDoesNotReplaceOne() {
        byte[] key = new byte[32];
        secret = "whsec_" + Base64.getEncoder().encodeToString(key);
        webhooks = webhooks();
        String old = String.valueOf(clock.instant().getEpochSecond() - 301);

        assertThat(receive("gitlab", signedByToken(key, old)))
                .isEqualTo(new Receipt(401, "the signature is older than 5 minutes"));
        assertThat(receive("gitlab", Recorded.signed("gitlab", "push").with("X-Gitlab-Token", secret))
                        .status())
                .isEqualTo(401);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "  \n", "whsec_", "whsec_not base64!"})
    void startsWithNoForgeThatHasNoSecret(String none) {
        secret = none;

        assertThatThrownBy(this::webhooks)
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("is empty or cannot be used");
    }

    @Test
    void aRotatedSecretCountsAtOnce() {
        secret = "the new one";

        assertThat(receive("github", Recorded.signed("github", "push")).status())
                .isEqualTo(401);
        secret = FakeForge.WEBHOOK_SECRET + "\n";
        assertThat(receive("github", Recorded.signed("github", "push"))).isEqualTo(ACCEPTED);
    }

    @Test
    void nothingIsSaidToStrangers() {
        assertThat(receive("nothing", Recorded.signed("github", "push"))).isEqualTo(new Receipt(404, "nothing here"));

        SignedDelivery delivery = Recorded.signed("github", "push");
        byte[] other = new String(delivery.body(), StandardCharsets.UTF_8)
                .replace("acme/infra", "acme/secret")
                .getBytes(StandardCharsets.UTF_8);
        SignedDelivery stranger = signedAnew("github", delivery.withBody(other));

        assertThat(receive("github", stranger)).isEqualTo(new Receipt(404, "nothing here"));
        assertThat(receive("github", stranger)).isEqualTo(new Receipt(404, "nothing here"));
        assertThat(deliveries.list(10)).isEmpty();
        assertThat(audit.list(10))
                .as("once an hour")
                .singleElement()
                .satisfies(entry -> assertThat(entry.target()).isEqualTo("github acme/secret"));
    }

    @Test
    void whoeverIsRefusedCannotFillTheAuditLog() {
        SignedDelivery forged = Recorded.signed("github", "push").without("X-Hub-Signature-256");
        for (int time = 0; time < 50; time++) {
            receive("github", forged);
        }
        assertThat(audit.list(100)).hasSize(1);

        clock.turn(Duration.ofMinutes(61));
        receive("github", forged);
        assertThat(audit.list(100)).hasSize(2);
    }

    @ParameterizedTest
    @CsvSource({
        "application/x-www-form-urlencoded, set the webhook's content type to application/json; a form is not taken",
        "text/plain, the content type is not application/json",
        "'', the content type is not application/json",
        "application/json-seq, the content type is not application/json"
    })
    void otherContentTypesAreRefused(String type, String text) {
        assertThat(receive("github", Recorded.signed("github", "push").with("Content-Type", type)))
                .isEqualTo(new Receipt(415, text));
    }

    @Test
    void aCharsetIsNoOtherContentType() {
        assertThat(receive(
                        "github",
                        Recorded.signed("github", "push").with("Content-Type", "Application/JSON; charset=utf-8")))
                .isEqualTo(ACCEPTED);
    }

    @Test
    void aBodyWithoutEndIsNotReadToTheEnd() throws IOException {
        var endless = new InputStream() {
            private long read;

            @Override
            public int read() {
                read++;
                return ' ';
            }

            @Override
            public int read(byte[] bytes, int from, int length) {
                read += length;
                return length;
            }
        };

        Receipt receipt = webhooks.receive(
                "github", Headers.of(Recorded.signed("github", "push").headerLists()), endless);

        assertThat(receipt).isEqualTo(new Receipt(413, "the body is larger than 5 MiB"));
        assertThat(endless.read).isLessThan(6 * 1024 * 1024);
    }

    @Test
    void thePlacesOfAllBodiesAreLimited() {
        List<String> bodies = List.of(
                "",
                "null",
                "[]",
                "7",
                "{",
                "{}{}",
                "{\"a\":1,\"a\":2}",
                "[".repeat(100_000),
                "{\"a\":".repeat(1000) + "1" + "}".repeat(1000),
                "{\"number\":" + "9".repeat(10_000) + "}",
                "{\"" + "x".repeat(2000) + "\":1}",
                "{\"a\":\"\u0000\"}");

        for (String body : bodies) {
            var delivery = new SignedDelivery(
                    "push", Recorded.signed("github", "push").headers(), body.getBytes(StandardCharsets.UTF_8));
            assertThat(receive("github", signedAnew("github", delivery)).status())
                    .as(body.substring(0, Math.min(20, body.length())))
                    .isEqualTo(400);
        }
        assertThat(told).isEmpty();
    }

    @Test
    void whatIsNotUtf8IsRefused() {
        var delivery = Recorded.signed("github", "push").withBody(new byte[] {'{', '"', (byte) 0xff, '"', '}'});

        assertThat(receive("github", signedAnew("github", delivery)))
                .isEqualTo(new Receipt(400, "the body is not UTF-8"));
    }

    @ParameterizedTest
    @CsvSource({
        "github, push, X-GitHub-Delivery",
        "github, push, X-GitHub-Event",
        "gitlab, push, X-Gitlab-Event",
        "gitea, push, X-Gitea-Delivery",
        "gitea, push, X-Gitea-Event",
    })
    void aDeliveryThatDoesNotSayWhichItIsIsRefused(String forge, String recorded, String header) {
        SignedDelivery delivery = Recorded.signed(forge, recorded);

        assertThat(receive(forge, delivery.without(header)).status()).isEqualTo(400);
        assertThat(receive(forge, delivery.with(header, "../../x'; drop table delivery"))
                        .status())
                .isEqualTo(400);
        assertThat(receive(forge, delivery.with(header, "x".repeat(5000))).status())
                .isEqualTo(400);
    }

    @Test
    void gitLabsAttemptsAreTakenForOneWhereItSaysSo() {
        SignedDelivery delivery = Recorded.signed("gitlab", "push");
        receive("gitlab", delivery);

        assertThat(receive("gitlab", delivery.with("X-Gitlab-Webhook-UUID", "another-attempt")))
                .isEqualTo(new Receipt(200, "duplicate"));
        assertThat(receive("gitlab", delivery.without("Idempotency-Key"))).isEqualTo(ACCEPTED);
        assertThat(receive("gitlab", delivery.without("Idempotency-Key").without("X-Gitlab-Webhook-UUID"))
                        .status())
                .isEqualTo(400);
    }

    @Test
    void whatMeansNothingIsKeptWithoutItsBodyAndNobodyIsTold() {
        Receipt receipt = receive("github", Recorded.signed("github", "issue_comment.edited"));

        assertThat(receipt).isEqualTo(new Receipt(200, "ignored: comment edited or deleted"));
        assertThat(told).isEmpty();
        assertThat(deliveries.list(10)).singleElement().satisfies(stored -> {
            assertThat(stored.body()).isEmpty();
            assertThat(stored.outcome()).contains("ignored: comment edited or deleted");
            assertThat(webhooks.event(stored)).isInstanceOf(Ignored.class);
        });
    }

    @Test
    void aPingIsAnswered() {
        assertThat(receive("github", Recorded.signed("github", "ping"))).isEqualTo(new Receipt(200, "pong"));
        assertThat(receive("gitea", Recorded.signed("gitea", "push.test"))).isEqualTo(new Receipt(200, "pong"));
    }

    @Test
    void whatNobodyHeardIsFoundAgain() {
        var deaf = new Webhooks(
                WebhooksTest::settings,
                _ -> secret,
                deliveries,
                new Refusals(audit, clock),
                _ -> {
                    throw new IllegalStateException("the queue is away");
                },
                clock);
        SignedDelivery delivery = Recorded.signed("github", "push");

        assertThatThrownBy(() -> deaf.receive(
                        "github", Headers.of(delivery.headerLists()), new ByteArrayInputStream(delivery.body())))
                .hasMessage("the queue is away");
        assertThat(deliveries.unhandled(Duration.ofMinutes(1), 10)).isEmpty();

        clock.turn(Duration.ofMinutes(1));
        assertThat(deliveries.unhandled(Duration.ofMinutes(1), 10)).hasSize(1);
    }
}
