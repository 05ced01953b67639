package dev.envctl.runner.drift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import dev.envctl.plan.Plan;
import dev.envctl.runner.run.EnvironmentKey;
import dev.envctl.runner.run.Run;
import dev.envctl.runner.run.RunResult;
import dev.envctl.runner.settings.RunnerSettings.Event;
import dev.envctl.runner.settings.RunnerSettings.Notification;
import dev.envctl.runner.settings.SecretReference;
import dev.envctl.testing.Hostile;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class NotifierTest {

    private record Received(String path, String body, Optional<String> timestamp, Optional<String> signature) {}

    private final List<Received> received = new CopyOnWriteArrayList<>();
    private final HttpServer server = server();
    private volatile int status = 200;
    private DriftStage stage = new DriftStage(false, 65_536);

    @BeforeEach
    void start() {
        server.createContext("/", exchange -> {
            received.add(new Received(
                    exchange.getRequestURI().getPath(),
                    new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8),
                    Optional.ofNullable(exchange.getRequestHeaders().getFirst("X-Envctl-Timestamp")),
                    Optional.ofNullable(exchange.getRequestHeaders().getFirst("X-Envctl-Signature"))));
            exchange.getResponseHeaders().set("Location", "/elsewhere");
            exchange.sendResponseHeaders(status, -1);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void close() {
        server.stop(0);
        stage.close();
    }

    @Test
    void tellsOnceOfWhatItIsToTell() {
        stage(webhook("team", Event.APPLIED), webhook("on-call", Event.APPLY_FAILED));

        Run run = stage.applied();

        assertThat(received).singleElement().satisfies(message -> {
            assertThat(message.path()).isEqualTo("/hook/team");
            assertThat(text(message))
                    .isEqualTo("Applied: `environments/dev` of `acme/platform`\n"
                            + "`Apply complete` (schedule by `schedule`)\n"
                            + "https://envctl.example.com/runs/" + run.id());
            assertThat(message.signature()).isEmpty();
        });
    }

    @ParameterizedTest
    @EnumSource(Event.class)
    void knowsEveryEvent(Event event) {
        stage(webhook("team", event));
        Run run = stage.begin(DriftStage.DEV, Run.Kind.PLAN);

        stage.notifier.happened(event, run);
        stage.work();

        assertThat(received).hasSize(1);
        assertThat(text(received.getFirst())).contains("`environments/dev`");
    }

    @Test
    void tellsOfDriftThatComesAndGoes() {
        stage(webhook("team", Event.DRIFT_FOUND, Event.DRIFT_GONE));
        Plan drift = DriftPlans.drift();

        stage.looked(drift, "d1", "");
        stage.looked(drift, "d1", "");
        stage.applied();
        stage.looked(DriftPlans.nothing(), "d0", "");

        assertThat(received)
                .extracting(message -> text(message).lines().findFirst().orElse(""))
                .containsExactly(
                        "Drift found: `environments/dev` of `acme/platform`",
                        "Drift gone: `environments/dev` of `acme/platform`");
    }

    @Test
    void tellsOfPlansAndAppliesThatFail() {
        stage(webhook("team", Event.PLAN_FAILED, Event.APPLY_FAILED));

        stage.ended(stage.begin(DriftStage.DEV, Run.Kind.DRIFT), Run.State.FAILED, RunResult.of("No credentials"));
        stage.ended(stage.begin(DriftStage.DEV, Run.Kind.PLAN), Run.State.CANCELLED, RunResult.of("Cancelled"));
        stage.ended(stage.begin(DriftStage.DEV, Run.Kind.APPLY), Run.State.REFUSED, RunResult.of("Another digest"));

        assertThat(received)
                .extracting(message -> text(message).lines().findFirst().orElse(""))
                .containsExactly(
                        "Plan failed: `environments/dev` of `acme/platform`",
                        "Apply failed: `environments/dev` of `acme/platform`");
    }

    @Test
    void signsWhatItSends() {
        stage(new Notification(
                "team",
                new SecretReference(address("/hook/team")),
                Optional.of(new SecretReference("shared secret")),
                List.of(Event.APPLIED)));

        stage.applied();

        Received message = received.getFirst();
        String signed = message.timestamp().orElseThrow() + "." + message.body();
        assertThat(message.timestamp())
                .contains(Long.toString(stage.clock.instant().getEpochSecond()));
        assertThat(message.signature()).contains("sha256=" + Hmac.hex("shared secret", signed));
    }

    /// Of RFC 4231, case 2.
    @Test
    void signsAsOthersDo() {
        assertThat(Hmac.hex("Jefe", "what do ya want for nothing?"))
                .isEqualTo("5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
    }

    @ParameterizedTest
    @ValueSource(ints = {500, 503, 429, 408})
    void triesAgainWhenThatMayHelpAndTellsNobodyTheAddress(int code) {
        stage(webhook("team", Event.APPLIED));
        status = code;

        assertThatThrownBy(stage::applied)
                .hasMessage("sending notification team: answered " + code)
                .hasNoCause();
        status = 200;
        stage.work();
        stage.work();

        assertThat(received).hasSize(2);
    }

    @Test
    void triesAgainWhenNobodyAnswers() {
        stage(webhook("team", Event.APPLIED));
        server.stop(0);

        assertThatThrownBy(stage::applied)
                .hasMessageStartingWith("sending notification team: no answer (")
                .hasMessageNotContaining("127.0.0.1")
                .hasNoCause();
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 307, 400, 403, 404, 410})
    void leavesItWhenItIsRefusedAndFollowsNobody(int code) {
        stage(webhook("team", Event.APPLIED));
        status = code;

        stage.applied();
        stage.work();

        assertThat(received).extracting(Received::path).containsExactly("/hook/team");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://hooks.example.com/x",
                "ftp://127.0.0.1/x",
                "file:///etc/passwd",
                "nonsense",
                "https://",
                "http://127.0.0.1.example.com/x",
                "http://localhost.example.com/",
                "http:///x",
                "https://a b/"
            })
    void sendsNothingInTheClearAcrossTheNetwork(String address) {
        stage(new Notification("team", new SecretReference(address), Optional.empty(), List.of(Event.APPLIED)));

        stage.applied();

        assertThat(stage.jobs.count()).isZero();
        assertThat(received).isEmpty();
    }

    @Test
    void givesUpAfterADay() {
        stage(webhook("team", Event.APPLIED));
        status = 500;
        assertThatThrownBy(stage::applied).isInstanceOf(IllegalStateException.class);
        stage.clock.turn(Duration.ofHours(25));

        stage.work();

        assertThat(received).hasSize(1);
        assertThat(stage.jobs.count()).isZero();
    }

    @Test
    void forgetsAWebhookThatIsNoLongerThere() {
        stage.notifier.send(new Message("gone", Event.APPLIED, stage.applied().id()).instance());

        assertThat(received).isEmpty();
    }

    @Test
    void callsNobodyAndFormatsNothing() {
        stage(webhook("team", Event.APPLY_FAILED));
        var key = new EnvironmentKey("github", "acme/platform", "environments/<!channel> `@here` & *x*\n> y");

        stage.ended(stage.begin(key, Run.Kind.APPLY), Run.State.FAILED, RunResult.of("<https://evil|click> @all"));

        assertThat(text(received.getFirst()).lines().limit(2))
                .containsExactly(
                        "Apply failed: `environments/&lt;!channel&gt; '@\u200bhere' &amp; *x*\\n&gt; y` of"
                                + " `acme/platform`",
                        "`&lt;https://evil|click&gt; @\u200ball` (schedule by `schedule`)");
    }

    @Test
    void standsInOneSpanWhateverItSays() {
        stage(webhook("team", Event.APPLY_FAILED));
        var key = new EnvironmentKey("github", "acme/platform", Hostile.TEXT.replace("\u0000", ""));

        stage.ended(stage.begin(key, Run.Kind.APPLY), Run.State.FAILED, RunResult.of(Hostile.TEXT));

        String text = text(received.getFirst());
        text.lines().forEach(Hostile::assertSteersNothing);
        assertThat(text.lines()).hasSize(3);
        assertThat(text).doesNotContain("<", ">", "@alice");
        assertThat(text.lines().limit(2))
                .allSatisfy(line -> assertThat(line.replaceAll("`[^`]*`", "")).doesNotContain("`", "alert", "evil"));
    }

    private void stage(Notification... webhooks) {
        stage.close();
        stage = new DriftStage(false, 65_536, webhooks);
    }

    private Notification webhook(String name, Event... events) {
        return new Notification(name, new SecretReference(address("/hook/" + name)), Optional.empty(), List.of(events));
    }

    private String address(String path) {
        return "http://127.0.0.1:" + server.getAddress().getPort() + path;
    }

    private static String text(Received message) {
        try {
            return new ObjectMapper().readTree(message.body()).path("text").asText();
        } catch (JsonProcessingException malformed) {
            throw new AssertionError(malformed);
        }
    }

    private static HttpServer server() {
        try {
            return HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException unopened) {
            throw new AssertionError(unopened);
        }
    }
}
