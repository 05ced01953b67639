package dev.envctl.runner.forge;

import static dev.envctl.runner.forge.ForgeBench.HEAD;
import static dev.envctl.runner.forge.ForgeBench.on;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.envctl.runner.forge.ForgeBench.Kind;
import dev.envctl.testing.forge.FakeForge;
import dev.envctl.testing.forge.FakeGitHub;
import dev.envctl.testing.forge.ForgeServer.Response;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;

/// Forges that are slow, down, or not what they seem.
class ForgeFailuresTest {

    private static final OwnMark MARK =
            OwnMark.of("drift", "environments/dev", URI.create("https://envctl.example.com"));

    private final ForgeBench bench = new ForgeBench();

    @AfterEach
    void close() {
        bench.close();
    }

    @EveryForge
    void waitsAsLongAsTheForgeAsks(Kind kind) {
        FakeForge fake = bench.fake(kind);
        int number = ForgeBench.open(fake);
        fake.server()
                .next(
                        new Response(429, Map.of("message", "slow down"), Map.of("Retry-After", "7")),
                        Response.of(503, Map.of("message", "later")));

        bench.client(fake).pullRequest(fake.someRepository(), number);

        assertThat(bench.pauses).containsExactly(Duration.ofSeconds(7), Duration.ofSeconds(2));
    }

    @EveryForge
    void givesUpOnAForgeThatIsDown(Kind kind) {
        FakeForge fake = bench.fake(kind);
        Response down = Response.of(502, Map.of("message", "Bad gateway"));
        fake.server().next(down, down, down, down);

        assertThatThrownBy(() -> bench.client(fake).pullRequest(fake.someRepository(), 1))
                .isInstanceOfSatisfying(
                        ForgeException.class,
                        broken -> assertThat(broken.isPassing()).isTrue())
                .hasMessageContaining("502");
        assertThat(fake.requests()).hasSize(3);
    }

    @EveryForge
    void doesNotWaitForAnHour(Kind kind) {
        FakeForge fake = bench.fake(kind);
        fake.server().next(new Response(429, Map.of("message", "slow down"), Map.of("Retry-After", "3600")));

        assertThatThrownBy(() -> bench.client(fake).pullRequest(fake.someRepository(), 1))
                .isInstanceOfSatisfying(
                        ForgeException.class,
                        broken -> assertThat(broken.isPassing()).isTrue());
        assertThat(bench.pauses).isEmpty();
    }

    @EveryForge
    void doesNotRepeatWhatMayHaveBeenDone(Kind kind) {
        FakeForge fake = bench.fake(kind);
        Forge client = bench.client(fake);
        int number = ForgeBench.open(fake);
        client.comment(on(fake.someRepository(), number), Optional.empty(), MARK, "warm");
        fake.server().forget();
        fake.server().next(Response.of(200, List.of()), Response.of(502, Map.of("message", "Bad gateway")));

        assertThatThrownBy(() -> client.comment(on(fake.someRepository(), number), Optional.empty(), MARK, "once"))
                .isInstanceOf(ForgeException.class);
        assertThat(fake.requests().stream().filter(request -> request.startsWith("POST")))
                .hasSize(1);
    }

    @EveryForge
    void whatIsNotThereIsNotPassing(Kind kind) {
        FakeForge fake = bench.fake(kind);

        assertThatThrownBy(() -> bench.client(fake).pullRequest(fake.someRepository(), 99))
                .isInstanceOfSatisfying(
                        ForgeException.class,
                        broken -> assertThat(broken.isPassing()).isFalse())
                .hasMessageContaining("99")
                .hasMessageContaining("404");
    }

    @EveryForge
    void noErrorShowsTheTokenEvenWhenTheForgeSaysIt(Kind kind) {
        FakeForge fake = bench.fake(kind);
        Forge client = bench.client(fake);
        client.ping();
        String secret = client.credentials(fake.someRepository()).password();
        fake.server().next(Response.of(403, Map.of("message", "token " + secret + " may not\n do this")));

        assertThatThrownBy(() -> client.is(fake.someRepository(), "ada", "writers"))
                .isInstanceOf(ForgeException.class)
                .hasMessageContaining("403")
                .hasMessageContaining("may not do this")
                .satisfies(broken -> {
                    for (Throwable cause = broken; cause != null; cause = cause.getCause()) {
                        assertThat(cause.toString()).doesNotContain(secret);
                    }
                });
    }

    @EveryForge
    void doesNotFollowToAnotherHost(Kind kind) {
        FakeForge fake = bench.fake(kind);
        FakeForge other = bench.fake(kind);
        Forge client = bench.client(fake);
        client.ping();
        client.credentials(fake.someRepository());
        String elsewhere = other.settings().api() + "/user";
        fake.server().next(new Response(302, Map.of(), Map.of("Location", elsewhere)));

        assertThatThrownBy(() -> client.pullRequestsAt(fake.someRepository(), HEAD))
                .isInstanceOf(ForgeException.class)
                .hasMessageContaining("another host");
        assertThat(other.requests()).isEmpty();
    }

    @EveryForge
    void followsOnTheSameHost(Kind kind) {
        FakeForge fake = bench.fake(kind);
        Forge client = bench.client(fake);
        client.ping();
        client.credentials(fake.someRepository());
        String api = fake.settings().api().getPath();
        String moved = switch (kind) {
            case GITHUB_APP -> api + "/app";
            case GITHUB, GITLAB, GITEA, FORGEJO -> api + "/user";
        };
        fake.server().forget();
        fake.server().next(new Response(301, Map.of(), Map.of("Location", moved)));

        client.ping();

        assertThat(fake.requests()).hasSize(2);
    }

    @EveryForge
    void doesNotReadAnAnswerWithoutEnd(Kind kind) {
        FakeForge fake = bench.fake(kind);
        Response endless = Response.of(200, new byte[11 * 1024 * 1024]);
        fake.server().next(endless, endless, endless);

        assertThatThrownBy(() -> bench.client(fake).pullRequest(fake.someRepository(), 1))
                .isInstanceOf(ForgeException.class);
    }

    @EveryForge
    void saysThatAnAnswerIsNotJson(Kind kind) {
        FakeForge fake = bench.fake(kind);
        Forge client = bench.client(fake);
        client.credentials(fake.someRepository());
        fake.server().next(Response.of(200, "<html>Sign in</html>".getBytes(StandardCharsets.UTF_8)));

        assertThatThrownBy(() -> client.pullRequest(fake.someRepository(), 1))
                .isInstanceOf(ForgeException.class)
                .hasMessageContaining("reading")
                .hasMessageContaining("answer");
    }

    @EveryForge
    void aWrongTokenIsSaidByAPing(Kind kind) {
        FakeForge fake = bench.fake(kind);
        Forge right = bench.client(fake);
        Forge wrong = new Forges(
                        reference -> reference.text().contains("KEY") ? FakeGitHub.strangersKey() : "wrong",
                        bench.clock,
                        bench.pauses::add)
                .of(fake.settings());

        right.ping();
        assertThatThrownBy(wrong::ping)
                .isInstanceOfSatisfying(
                        ForgeException.class,
                        broken -> assertThat(broken.isPassing()).isFalse())
                .hasMessageContaining("401");
    }

    @EveryForge
    void namesWithDotsLeaveTheRepositoryNowhere(Kind kind) {
        FakeForge fake = bench.fake(kind);

        assertThatThrownBy(() -> bench.client(fake).pullRequest("acme/../../user", 1))
                .isInstanceOf(ForgeException.class);
        assertThat(fake.requests()).noneMatch(request -> request.endsWith("/user"));
    }
}
