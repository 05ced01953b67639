package dev.envctl.runner.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.envctl.runner.settings.RunnerSettings;
import dev.envctl.value.Sha256;
import java.io.ByteArrayInputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OperationsTest {

    @Test
    void healthIsOpenToAll() {
        try (Site site = Site.open()) {
            Client.Reply reply = new Client(site).get("/healthz");

            assertThat(reply.status()).isEqualTo(200);
            assertThat(reply.body()).isEqualTo("ok\n");
        }
    }

    @Test
    void readinessTellsStrangersWhetherAndOthersWhy() {
        var asked = new AtomicInteger();
        List<ReadyCheck> checks = List.of(
                new ReadyCheck("database", () -> {
                    asked.incrementAndGet();
                    return Optional.empty();
                }),
                new ReadyCheck("forge github", () -> Optional.of("credentials were refused")),
                new ReadyCheck("roles", () -> {
                    throw new IllegalStateException("assuming envctl-plan: denied");
                }));
        try (Site site = Site.openWith(checks, false)) {
            Client.Reply open = new Client(site).get("/readyz");
            assertThat(open.status()).isEqualTo(503);
            assertThat(open.body()).isEqualTo("not ready\n");

            assertThat(Client.bearer(site, "read-token").get("/readyz").body()).isEqualTo("""
                not ready
                ok database
                not ok forge github: credentials were refused
                not ok roles: assuming envctl-plan: denied
                """);
            assertThat(Client.bearer(site, "unknown").get("/readyz").status()).isEqualTo(401);
            assertThat(asked).hasValue(1);
        }
    }

    @Test
    void aLoadBalancerAsksForOneCheckOnly() {
        List<ReadyCheck> checks = List.of(
                new ReadyCheck("database", Optional::empty), new ReadyCheck("roles", () -> Optional.of("no trust")));
        try (Site site = Site.openWith(checks, false)) {
            Client stranger = new Client(site);

            assertThat(stranger.get("/readyz").status()).isEqualTo(503);
            assertThat(stranger.get("/readyz/database").status()).isEqualTo(200);
            assertThat(stranger.get("/readyz/database").body()).isEqualTo("ready\n");
            assertThat(head(stranger, "/readyz/database").status()).isEqualTo(200);
            assertThat(stranger.get("/readyz/roles").status()).isEqualTo(503);
            assertThat(stranger.get("/readyz/roles").body()).isEqualTo("not ready\n");
            assertThat(stranger.get("/readyz/none").status()).isEqualTo(404);
        }
    }

    @Test
    void readyWhenNothingIsWrong() {
        try (Site site = Site.open()) {
            assertThat(new Client(site).get("/readyz").status()).isEqualTo(200);
        }
    }

    @Test
    void metricsNeedATokenUnlessTheyAreOpen() {
        try (Site site = Site.open()) {
            assertThat(new Client(site).get("/metrics").status()).isEqualTo(401);
            Client.Reply reply = Client.bearer(site, "read-token").get("/metrics");
            assertThat(reply.body()).isEqualTo("envctl_run_total 1.0\n");
            assertThat(reply.header("Content-Type")).isEqualTo("text/plain; version=0.0.4; charset=utf-8");
        }
        try (Site site = Site.openWith(List.of(), true)) {
            assertThat(new Client(site).get("/metrics").status()).isEqualTo(200);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/healthz", "/readyz", "/metrics"})
    void monitorsMayAskForTheHeadAlone(String path) {
        try (Site site = Site.open()) {
            Client client = Client.signedIn(site, "read-token");
            Client.Reply whole = client.get(path);

            Client.Reply head = head(client, path);

            assertThat(head.status()).isEqualTo(200).isEqualTo(whole.status());
            assertThat(head.body()).isEmpty();
            assertThat(head.header("Content-Type")).isEqualTo(whole.header("Content-Type"));
            assertThat(head.header("Content-Length")).isIn("", "" + whole.body().length());
        }
    }

    @Test
    void theHeadSaysWhatTheWholeWould() {
        var broken = new ReadyCheck("database", () -> Optional.of("it is gone"));
        try (Site site = Site.openWith(List.of(broken), false)) {
            Client stranger = new Client(site);

            assertThat(head(stranger, "/readyz").status()).isEqualTo(503);
            assertThat(head(stranger, "/metrics").status()).isEqualTo(401);
            for (String path : List.of("/", "/runs", "/api/v1/runs", "/openapi.json", "/webhooks/github")) {
                assertThat(head(Client.bearer(site, "admin-token"), path).status())
                        .as(path)
                        .isEqualTo(405);
            }
        }
    }

    private static Client.Reply head(Client client, String path) {
        return client.send("HEAD", path, BodyPublishers.noBody(), Optional.empty());
    }

    @Test
    void deliveriesReachTheDoorWithTheirHeadersAndBody() {
        try (Site site = Site.open()) {
            Client forge = new Client(site);
            forge.headers.put("X-GitHub-Event", "push");
            forge.headers.put("Authorization", "Bearer of something else");

            Client.Reply reply = forge.send(
                    "POST",
                    "/webhooks/github",
                    BodyPublishers.ofByteArray(new byte[100_000]),
                    Optional.of("application/json"));

            assertThat(reply.status()).isEqualTo(202);
            assertThat(reply.body()).isEqualTo("stored\n");
            assertThat(site.deliveries).containsExactly("github push 100000");
            assertThat(forge.postJson("/webhooks/unknown", "{}").status()).isEqualTo(404);
            assertThat(forge.get("/webhooks/github").status()).isEqualTo(405);
        }
    }

    @Test
    void aDeliveryHasALimitWhetherOrNotItSaysHowLongItIs() {
        try (Site site = Site.open()) {
            Client forge = new Client(site);
            byte[] tooMuch = new byte[(5 << 20) + 1];
            Optional<String> json = Optional.of("application/json");

            int announced = forge.send("POST", "/webhooks/github", BodyPublishers.ofByteArray(tooMuch), json)
                    .status();
            int streamed = forge.send(
                            "POST",
                            "/webhooks/github",
                            BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(tooMuch)),
                            json)
                    .status();

            assertThat(List.of(announced, streamed)).containsOnly(413);
            assertThat(site.deliveries).isEmpty();
        }
    }

    @Test
    void formsAndCallsHaveASmallerLimit() {
        try (Site site = Site.open()) {
            Client client = Client.bearer(site, "run-token");

            assertThat(client.postJson("/api/v1/runs", "{\"a\":\"" + "x".repeat(70_000) + "\"}")
                            .status())
                    .isEqualTo(413);
        }
    }

    @Test
    void filesAreKeptForEverUnderNamesThatChangeWithThem() {
        try (Site site = Site.open()) {
            Client client = new Client(site);
            String page = client.get("/sign-in").body();

            for (String start : List.of("/static/envctl-", "/static/htmx-", "/static/live-")) {
                String path = page.substring(page.indexOf(start), page.indexOf('"', page.indexOf(start)));
                Client.Reply file = client.get(path);
                assertThat(file.status()).isEqualTo(200);
                assertThat(file.header("Cache-Control")).isEqualTo("public, max-age=31536000, immutable");
                assertThat(file.body()).isNotEmpty();
            }
            assertThat(client.get("/static/live.js").status()).isEqualTo(404);
        }
    }

    @Test
    void aReloadOfTheSettingsCountsAtOnce() {
        try (Site site = Site.open()) {
            assertThat(Client.bearer(site, "late-token").get("/api/v1/runs").status())
                    .isEqualTo(401);

            var more = new RunnerSettings.AccessToken("late", Sha256.hex("late-token"), RunnerSettings.Role.READ);
            site.reload(old -> Site.settings(old.publicUrl(), List.of(more), Optional.empty()));

            assertThat(Client.bearer(site, "late-token").get("/api/v1/runs").status())
                    .isEqualTo(200);
        }
    }
}
