package dev.envctl.runner.forge.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.envctl.runner.forge.ForgeException;
import dev.envctl.runner.forge.rest.Rest.Authorization;
import dev.envctl.testing.TurnableClock;
import dev.envctl.testing.forge.FakeForge;
import dev.envctl.testing.forge.FakeGitea;
import dev.envctl.testing.forge.ForgeServer.Response;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TransportTest {

    private final TurnableClock clock = new TurnableClock();
    private final List<Duration> pauses = new ArrayList<>();
    private final FakeGitea gitea = FakeGitea.gitea();
    private final Transport transport = new Transport(clock, pauses::add);

    private Rest rest(URI base) {
        return new Rest(transport, base, Authorization.of("Authorization", () -> "token " + FakeForge.TOKEN));
    }

    @AfterEach
    void close() {
        gitea.close();
    }

    @Test
    void whoIsNotThereIsTriedThreeTimesAlsoForWhatMustNotBeDoneTwice() throws IOException {
        URI nobody;
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            nobody = URI.create("http://127.0.0.1:" + socket.getLocalPort());
        }

        assertThatThrownBy(() -> rest(nobody).send("saying hello", "POST", "/hello", Map.of("a", "b")))
                .isInstanceOfSatisfying(
                        ForgeException.class,
                        broken -> assertThat(broken.isPassing()).isTrue())
                .hasMessageStartingWith("saying hello: no answer from 127.0.0.1")
                .hasMessageNotContaining(FakeForge.TOKEN);
        assertThat(pauses).containsExactly(Duration.ofSeconds(1), Duration.ofSeconds(2));
    }

    @ParameterizedTest
    @CsvSource({
        "12, PT12S",
        "'Thu, 01 Jan 2026 00:00:05 GMT', PT5S",
        "'Wed, 31 Dec 2025 00:00:00 GMT', PT0S",
        "soon, PT1S",
        "-3, PT1S"
    })
    void retryAfterIsSecondsOrAMoment(String value, Duration wait) {
        gitea.server().next(new Response(429, Map.of(), Map.of("Retry-After", value)));

        rest(gitea.settings().api()).get("reading", "/user");

        assertThat(pauses).containsExactly(wait);
    }

    @Test
    void theNextPageOfAListIsNotOnAnotherHost() {
        gitea.server()
                .next(new Response(
                        200, List.of(1), Map.of("Link", "<http://elsewhere.example.com/page2>; rel=\"next\"")));

        assertThatThrownBy(() -> rest(gitea.settings().api()).list("listing", "/repos"))
                .isInstanceOf(ForgeException.class)
                .hasMessage("listing: the next page is on another host");
    }

    @Test
    void aListThatNeverEndsIsBroken() {
        String next = "<" + gitea.settings().api() + "/repos?page=2>; rel=\"next\"";
        for (int page = 0; page < 60; page++) {
            gitea.server().next(new Response(200, List.of(page), Map.of("Link", next)));
        }

        assertThatThrownBy(() -> rest(gitea.settings().api()).list("listing", "/repos"))
                .isInstanceOf(ForgeException.class)
                .hasMessage("listing: more than 50 pages");
    }

    @Test
    void goingInCirclesEnds() {
        Response circle = new Response(301, Map.of(), Map.of("Location", "/api/v1/user"));
        gitea.server().next(circle, circle, circle, circle, circle);

        assertThatThrownBy(() -> rest(gitea.settings().api()).get("reading", "/user"))
                .isInstanceOf(ForgeException.class)
                .hasMessage("reading: redirected more than 3 times");
    }

    @Test
    void aWriteDoesNotFollowARedirectThatWouldMakeItARead() {
        gitea.server().next(new Response(302, Map.of(), Map.of("Location", "/api/v1/user")));

        assertThatThrownBy(() -> rest(gitea.settings().api()).send("writing", "POST", "/user", Map.of("a", "b")))
                .isInstanceOf(ForgeException.class)
                .hasMessage("writing: answered 302");
    }

    @Test
    void whatIsShortenedIsNotCutInACharacter() {
        assertThat(Rest.shorten("abc", 3)).isEqualTo("abc");
        assertThat(Rest.shorten("abcd", 3)).isEqualTo("ab…");
        assertThat(Rest.shorten("a🙂bcd", 3)).isEqualTo("a…");
    }
}
