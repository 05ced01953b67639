package dev.envctl.runner.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.envctl.runner.run.AuditLog;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The API does what `openapi.json` says, and `openapi.json` says all that it does.
class ApiTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final SchemaRegistry SCHEMAS = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);
    private static final String NEW_RUN = """
        {"environment": {"forge": "github", "repository": "acme/platform", "directory": "environments/dev"},
         "kind": "plan"}
        """;

    private Site site;
    private Client reader;
    private Client runner;
    private Client admin;
    private JsonNode document;

    @BeforeEach
    void open() throws JsonProcessingException {
        site = Site.open();
        new Samples(site).fill();
        reader = Client.bearer(site, "read-token");
        runner = Client.bearer(site, "run-token");
        admin = Client.bearer(site, "admin-token");
        document = JSON.readTree(reader.get("/openapi.json").body());
    }

    @AfterEach
    void close() {
        site.close();
    }

    private record Operation(String method, String path, JsonNode node) {}

    private List<Operation> operations() {
        List<Operation> operations = new ArrayList<>();
        document.path("paths")
                .properties()
                .forEach(path -> path.getValue()
                        .properties()
                        .forEach(method -> operations.add(new Operation(
                                method.getKey().toUpperCase(Locale.ROOT), path.getKey(), method.getValue()))));
        return operations;
    }

    private List<JsonNode> parameters(Operation operation, String in) {
        return StreamSupport.stream(operation.node().path("parameters").spliterator(), false)
                .map(parameter -> parameter.has("$ref")
                        ? document.at(parameter.path("$ref").asText().substring(1))
                        : parameter)
                .filter(parameter -> parameter.path("in").asText().equals(in))
                .toList();
    }

    private List<Route> apiRoutes() {
        return RoutesTest.table(site).stream()
                .filter(route -> route.path().startsWith("/api/"))
                .toList();
    }

    @Test
    void namesEveryRouteAndNoOther() {
        assertThat(operations())
                .extracting(operation -> operation.method() + " " + operation.path())
                .containsExactlyInAnyOrderElementsOf(apiRoutes().stream()
                        .map(route -> route.method().name() + " " + route.path())
                        .toList());
    }

    @Test
    void namesEveryParameterAndNoOther() {
        for (Operation operation : operations()) {
            Route route = apiRoutes().stream()
                    .filter(one -> one.path().equals(operation.path())
                            && one.method().name().equals(operation.method()))
                    .findFirst()
                    .orElseThrow();
            assertThat(parameters(operation, "query"))
                    .as(operation.path())
                    .extracting(parameter -> parameter.path("name").asText())
                    .containsExactlyInAnyOrderElementsOf(route.query());
            assertThat(parameters(operation, "path"))
                    .as(operation.path())
                    .hasSize(operation.path().contains("{id}") ? 1 : 0);
        }
    }

    @Test
    void everyAnswerHasTheShapeThatIsDescribed() throws JsonProcessingException {
        for (Operation operation : operations()) {
            String query = parameters(operation, "query").stream()
                    .map(parameter -> parameter.path("name").asText() + "="
                            + parameter.path("example").asText())
                    .collect(Collectors.joining("&", "?", ""));
            String path = operation.path().replace("{id}", operation.method().equals("POST") ? "6" : "4");

            for (String asked : List.of(path, path + query)) {
                Client.Reply reply =
                        operation.method().equals("GET") ? admin.get(asked) : runner.postJson(path, NEW_RUN);
                JsonNode described = operation.node().path("responses").path(Integer.toString(reply.status()));
                assertThat(described.isMissingNode())
                        .as("%s: %d", asked, reply.status())
                        .isFalse();
                assertFits(reply.body(), described.at("/content/application~1json/schema"));
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "/api/v1/runs/4711, 404, not_found",
        "/api/v1/runs/x, 400, bad_request",
        "/api/v1/runs?kind=destroy, 400, bad_request",
        "/api/v1/runs?limit=201, 400, bad_request",
        "/api/v1/runs?limit=-1, 400, bad_request",
        "/api/v1/runs?forge=github, 400, bad_request",
        "/api/v1/runs?knd=plan, 400, bad_request",
        "/api/v1/environments?kind=plan, 400, bad_request",
        "/api/v1/none, 404, refused",
    })
    void refusalsHaveTheirShapeToo(String path, int status, String code) throws JsonProcessingException {
        Client.Reply reply = reader.get(path);

        assertThat(reply.status()).isEqualTo(status);
        assertFits(reply.body(), JSON.readTree("{\"$ref\": \"#/components/schemas/Error\"}"));
        assertThat(JSON.readTree(reply.body()).at("/error/code").asText()).isEqualTo(code);
    }

    private void assertFits(String body, JsonNode schema) {
        assertThat(schema.isMissingNode()).isFalse();
        ObjectNode whole = JSON.createObjectNode();
        whole.setAll((ObjectNode) schema);
        whole.set("components", document.path("components"));
        assertThat(SCHEMAS.getSchema(whole.toString(), InputFormat.JSON).validate(body, InputFormat.JSON))
                .as(body)
                .isEmpty();
    }

    @Test
    void pagesThroughRuns() throws JsonProcessingException {
        List<Long> seen = new ArrayList<>();
        Optional<Long> next = Optional.empty();
        do {
            String before = next.map(id -> "&before=" + id).orElse("");
            JsonNode page =
                    JSON.readTree(reader.get("/api/v1/runs?limit=3" + before).body());
            page.path("runs").forEach(run -> seen.add(run.path("id").asLong()));
            next = page.has("next") ? Optional.of(page.path("next").asLong()) : Optional.empty();
        } while (next.isPresent());

        assertThat(seen).containsExactly(7L, 6L, 5L, 4L, 3L, 2L, 1L);
    }

    /// Also when the last page is a full one.
    @Test
    void pagesThroughTheAuditLog() throws JsonProcessingException {
        int there = site.audit.list(1000).size();
        for (int number = there; number < 9; number++) {
            site.audit.add("alice", "plan", "environments/dev", "run " + number);
        }

        List<Long> seen = new ArrayList<>();
        String before = "";
        int pages = 0;
        for (boolean more = true; more; pages++) {
            JsonNode page =
                    JSON.readTree(admin.get("/api/v1/audit?limit=3" + before).body());
            page.path("entries").forEach(entry -> seen.add(entry.path("id").asLong()));
            before = "&before=" + page.path("next").asText();
            more = page.has("next");
        }

        assertThat(pages).isEqualTo(3);
        assertThat(seen)
                .containsExactlyElementsOf(
                        site.audit.list(9).stream().map(AuditLog.Entry::id).toList());
    }

    @Test
    void filtersRuns() {
        assertThat(ids("?kind=drift")).containsExactly(5L, 4L);
        assertThat(ids("?state=refused")).containsExactly(3L);
        assertThat(ids("?pull_request=128&kind=plan")).containsExactly(7L, 1L);
        assertThat(ids("?forge=github&repository=acme/platform&directory=environments/prod"))
                .containsExactly(7L, 3L);
        assertThat(ids("?pull_request=1")).isEmpty();
    }

    private List<Long> ids(String query) {
        try {
            JsonNode page = JSON.readTree(reader.get("/api/v1/runs" + query).body());
            return StreamSupport.stream(page.path("runs").spliterator(), false)
                    .map(run -> run.path("id").asLong())
                    .toList();
        } catch (JsonProcessingException malformed) {
            throw new AssertionError(malformed);
        }
    }

    @Test
    void startsAPlanAndCancelsIt() throws JsonProcessingException {
        Client.Reply started = runner.postJson("/api/v1/runs", NEW_RUN);
        assertThat(started.status()).isEqualTo(202);
        JsonNode run = JSON.readTree(reader.get(started.location()).body());
        assertThat(run.path("trigger").asText()).isEqualTo("api");
        assertThat(run.path("actor").asText()).isEqualTo("runer");
        assertThat(run.path("state").asText()).isEqualTo("queued");

        assertThat(runner.postJson(started.location() + "/cancel", "").status()).isEqualTo(202);
        assertThat(JSON.readTree(reader.get(started.location()).body())
                        .path("state")
                        .asText())
                .isEqualTo("cancelled");
        assertThat(runner.postJson(started.location() + "/cancel", "").status()).isEqualTo(409);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "{",
                "{\"kind\": \"plan\"}",
                "{\"environment\": {\"forge\": 1, \"repository\": \"a\", \"directory\": \"b\"}, \"kind\": \"plan\"}",
                "{\"environment\": {\"forge\": \"github\", \"repository\": \"acme/platform\", \"directory\":"
                        + " \"environments/dev\"}, \"kind\": \"apply\"}"
            })
    void startsNothingFromWhatItDoesNotUnderstand(String body) {
        assertThat(runner.postJson("/api/v1/runs", body).status()).isEqualTo(400);
    }

    @Test
    void startsNothingWhereThereIsNothing() {
        String elsewhere = NEW_RUN.replace("environments/dev", "environments/../dev");

        assertThat(runner.postJson("/api/v1/runs", elsewhere).status()).isEqualTo(404);
        assertThat(runner.post("/api/v1/runs", Map.of("kind", "plan")).status()).isEqualTo(415);
    }

    @Test
    void saysWhyNothingWasStarted() throws JsonProcessingException {
        site.actions.refusal = Optional.of("The runner is shutting down.");

        Client.Reply refused = runner.postJson("/api/v1/runs", NEW_RUN);

        assertThat(refused.status()).isEqualTo(409);
        assertThat(JSON.readTree(refused.body()).at("/error/message").asText())
                .isEqualTo("The runner is shutting down.");
    }

    @Test
    void aSessionOfThePageMayCallItWithTheTokenOfItsForms() {
        Client client = Client.signedIn(site, "run-token");
        String csrf = client.csrf();

        assertThat(client.postJson("/api/v1/runs", NEW_RUN).status()).isEqualTo(403);
        client.headers.put("X-CSRF-Token", csrf);
        assertThat(client.postJson("/api/v1/runs", NEW_RUN).status()).isEqualTo(202);
    }
}
