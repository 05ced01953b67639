package dev.envctl.runner.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.envctl.runner.run.AuditLog;
import dev.envctl.runner.settings.RunnerSettings.Role;
import dev.envctl.runner.web.access.FailedAttempts;
import dev.envctl.runner.web.access.SignIns;
import io.javalin.http.HandlerType;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Holds for every row of the table, those to come included.
@TestInstance(Lifecycle.PER_CLASS)
class RoutesTest {

    private Site site;
    private List<Route> table;

    @BeforeAll
    void open() {
        site = Site.open();
        new Samples(site).fill();
        table = table(site);
    }

    @AfterAll
    void close() {
        site.close();
    }

    static List<Route> table(Site site) {
        WebParts parts = site.parts(false);
        var files = new StaticFiles();
        var gate = new Gate(
                parts.settings(),
                new SignIns(site.database.jdbi(), site.clock),
                new FailedAttempts(site.clock),
                site.audit);
        return WebServer.routes(parts, files, new Pages(files.assets()), new LogStream(parts), gate)
                .table();
    }

    List<Route> table() {
        return table;
    }

    List<Route> closed() {
        return table.stream()
                .filter(route -> route.access() != Route.Access.OPEN)
                .toList();
    }

    /// A path that exists; the run is over, so that its stream ends.
    private static String path(Route route) {
        return route.path()
                .replace("<path>", "github/acme/platform/-/environments/dev")
                .replace("{id}", "1")
                .replace("{paper}", "plan-text")
                .replace("{forge}", "github")
                .replace("{check}", "database")
                .replace("{name}", "envctl.css");
    }

    private static Client.Reply send(Client client, Route route) {
        return route.method().equals(HandlerType.POST)
                ? client.post(path(route), Map.of("kind", "plan"))
                : client.send(route.method().name(), path(route), BodyPublishers.noBody(), Optional.empty());
    }

    @ParameterizedTest
    @MethodSource("closed")
    void strangersGetNothing(Route route) {
        Client.Reply reply = send(new Client(site), route);

        if (route.kind() == Route.Kind.PAGE) {
            assertThat(reply.status()).isEqualTo(303);
            assertThat(reply.location()).startsWith("/sign-in?next=");
        } else {
            assertThat(reply.status()).isEqualTo(401);
            assertThat(reply.header("WWW-Authenticate")).isEqualTo("Bearer");
        }
        assertThat(reply.body()).doesNotContain("acme/platform");
    }

    @ParameterizedTest
    @MethodSource("closed")
    void aUnknownTokenGetsNothing(Route route) {
        assertThat(send(Client.bearer(site, "unknown"), route).status()).isIn(401, 429);
        site.clock.turn(Duration.ofMinutes(6));
    }

    @ParameterizedTest
    @MethodSource("closed")
    void aRoleOpensWhatItsRowSaysAndNoMore(Route route) {
        for (Role role : Role.values()) {
            Client client = Client.bearer(site, role.name().toLowerCase(Locale.ROOT) + "-token");

            int status = send(client, route).status();

            boolean mayPass = route.access().isOpenTo(role);
            assertThat(status == 403)
                    .as("%s as %s: %d", route.path(), role, status)
                    .isEqualTo(!mayPass);
        }
    }

    @ParameterizedTest
    @MethodSource("table")
    void everyAnswerTellsBrowsersToStayHere(Route route) {
        for (Client client : List.of(new Client(site), Client.bearer(site, "admin-token"))) {
            Client.Reply reply = send(client, route);

            assertThat(reply.status()).as(route.path()).isLessThan(500);
            assertThat(reply.header("Content-Security-Policy"))
                    .isEqualTo("default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
                            + " connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'");
            assertThat(reply.header("X-Content-Type-Options")).isEqualTo("nosniff");
            assertThat(reply.header("Referrer-Policy")).isEqualTo("same-origin");
            assertThat(reply.header("Server")).isEmpty();
            assertThat(reply.header("Cache-Control")).isNotEmpty();
        }
    }

    @Test
    void whatIsOpenToAllIsFew() {
        Set<String> open = table.stream()
                .filter(route -> route.access() == Route.Access.OPEN)
                .map(Route::path)
                .collect(Collectors.toSet());

        assertThat(open)
                .containsExactlyInAnyOrder(
                        "/sign-in",
                        "/sign-in/openid",
                        "/sign-in/openid/callback",
                        "/healthz",
                        "/readyz",
                        "/readyz/{check}",
                        "/webhooks/{forge}",
                        "/static/{name}",
                        "/favicon.ico");
    }

    @Test
    void nothingIsChangedByGet() {
        assertThat(table)
                .filteredOn(route ->
                        route.access() == Route.Access.RUN || route.path().startsWith("/unlock"))
                .isNotEmpty()
                .allSatisfy(route -> assertThat(route.method()).isEqualTo(HandlerType.POST));
    }

    @Test
    void refusalsAreWrittenDown() {
        Client.bearer(site, "unknown").get("/api/v1/runs");
        assertThat(site.audit.list(1))
                .extracting(AuditLog.Entry::actor, AuditLog.Entry::action, AuditLog.Entry::target)
                .containsExactly(Tuple.tuple("", "refused", "GET /api/v1/runs"));

        Client.bearer(site, "read-token").post("/runs/1/cancel", Map.of());

        assertThat(site.audit.list(1))
                .extracting(AuditLog.Entry::actor, AuditLog.Entry::action, AuditLog.Entry::target)
                .containsExactly(Tuple.tuple("reader", "refused", "POST /runs/1/cancel"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/environments/github/acme/platform/-/environments/../environments/dev",
                "/environments/github/acme/platform/-/environments/%2e%2e/%2e%2e/etc/passwd",
                "/static/../envctl.css",
                "/static/..%2f..%2frunner.yaml",
                "/static/%2e%2e/openapi.json",
                "/runs/1/papers/..%2f..%2fsecret",
                "/runs/-1",
                "/runs/999999999999999999999",
                "/runs/1;a=b/papers/plan-text",
                "/runs/1/papers/none"
            })
    void pathsThatLeadElsewhereLeadNowhere(String path) {
        Client.Reply reply = Client.bearer(site, "admin-token").get(path);

        assertThat(reply.status()).as(reply.body()).isIn(400, 404);
    }
}
