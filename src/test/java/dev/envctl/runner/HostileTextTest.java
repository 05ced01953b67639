package dev.envctl.runner;

import static dev.envctl.testing.Hostile.quoted;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.envctl.testing.Hostile;
import dev.envctl.testing.RunnerStory;
import dev.envctl.testing.TestDatabase;
import dev.envctl.testing.forge.FakeForge;
import dev.envctl.testing.forge.FakeForge.Opening;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/// Texts that are made to be taken for something else, or to be refused by a database, through a whole runner on either
/// of its databases: every run of them is kept and over, and they are seen as the texts that they are.
@ParameterizedClass
@EnumSource(TestDatabase.class)
class HostileTextTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String EVIL = quoted(Hostile.TEXT);
    private static final String PLANNED = "Plan: ";

    private final TestDatabase database;

    @TempDir
    private Path directory;

    private AttackedRunner runner;
    private RunnerStory story;
    private FakeForge forge;

    HostileTextTest(TestDatabase database) {
        this.database = database;
    }

    @BeforeEach
    void open() {
        runner = new AttackedRunner(directory, database);
        story = runner.story;
        forge = runner.forge();
    }

    @AfterEach
    void close() {
        runner.close();
    }

    private static String document(String kind, String name, String spec) {
        return """
            apiVersion: envctl.dev/v1
            kind: %s
            metadata: {name: %s}
            spec: {%s}
            """.formatted(kind, name, spec);
    }

    private static String environment(String name, String spec) {
        return document("Environment", name, spec);
    }

    /// A document, and what becomes of it: a code, or that it is planned.
    private record Case(String document, String outcome) {}

    private static Case group(String spec, String outcome) {
        return new Case(document("LogGroup", "g", spec), outcome);
    }

    private static Case module(String source, String outcome) {
        return new Case(document("Module", "m", "source: " + quoted(source)), outcome);
    }

    /// Wherever a document has a text.
    private static List<Case> cases() {
        return List.of(
                group("logGroupName: /acme/g, tags: {note: " + EVIL + "}", PLANNED),
                group("logGroupName: /acme/g, tags: {" + EVIL + ": x}", PLANNED),
                new Case(
                        document(
                                "Role",
                                "evil",
                                "roleName: evil, assumeRolePolicyDocument: {" + EVIL + ": " + EVIL + "}"),
                        PLANNED),
                new Case(document("LogGroup", EVIL, "logGroupName: /acme/g"), "ENV-0110"),
                new Case(document(EVIL, "g", "logGroupName: /acme/g"), "ENV-0105"),
                group("logGroupName: " + EVIL, "ENV-0108"),
                group("logGroupName: /acme/g, " + EVIL + ": 1", "ENV-0104"),
                group("logGroupName: " + quoted("${file(\"a\u0000b\")}"), "ENV-0119"),
                group("logGroupName: " + quoted("${file(\"../a\u202e@alice\")}"), "ENV-0208"),
                group("logGroupName: " + quoted("${" + Hostile.TEXT + "}"), "ENV-0201"),
                group("logGroupName: " + quoted("${secret(\"env:a\u0000\")}"), "ENV-1305"),
                group("logGroupName: " + quoted("${secret(\"file:a\u0000\")}"), "ENV-0119"),
                module("./a\u0000\u202eb", "ENV-0301"),
                module(Hostile.TEXT, "ENV-0301"),
                module("git+https://example.com/a\u0000.git//m?ref=v1\u0000", "ENV-1304"),
                new Case("a: \u0000\u202e `````\n<script>alert(1)</script> @alice: [", "ENV-0101"));
    }

    @Test
    void everyRunIsKeptAndOverAndSaysWhatWasWritten() {
        Map<Integer, Case> numbers = new LinkedHashMap<>();
        for (Case each : cases()) {
            String branch = "branch-" + numbers.size();
            String head = story.commit(
                    branch,
                    Hostile.TEXT.replace("\u0000", ""),
                    Map.of(RunnerStory.DIRECTORY + "/evil.yaml", each.document()));
            int number = forge.openPullRequest(
                    story.repository(),
                    Opening.of("evil\"><script>alert(1)</script>", branch + "@alice<script>\u202e", head)
                            .titled(Hostile.TEXT));
            numbers.put(number, each);
        }
        SoftAssertions all = new SoftAssertions();
        numbers.forEach((number, each) -> all.assertThatCode(() -> check(over(number, "plan"), number, each.outcome()))
                .as(each.document())
                .doesNotThrowAnyException());
        all.assertAll();
        assertThat(runner.logs()).doesNotContain("unexpectedly", "\u001b");
    }

    @Test
    void whatIsAppliedIsSaidAsItWasWritten() {
        String document = document("LogGroup", "g", "logGroupName: /acme/g, tags: {note: " + EVIL + "}");
        int number = story.open(
                "bob", "evil", story.commit("evil", "Evil", Map.of(RunnerStory.DIRECTORY + "/evil.yaml", document)));
        check(over(number, "plan"), number, PLANNED);
        forge.approve(story.repository(), number, "alice");
        story.comment(number, "by `alice`");
        forge.comment(story.repository(), number, "bob", "/envctl apply dev");

        JsonNode run = over(number, "apply");

        check(run, number, "Apply complete");
    }

    private void check(JsonNode run, int number, String outcome) {
        long id = run.path("id").asLong();
        assertThat(run.path("result").path("summary").asText())
                .isNotEmpty()
                .doesNotContain("unexpected")
                .satisfies(Hostile::assertSteersNothing);
        JsonNode lines = json("/api/v1/runs/" + id + "/log").path("lines");
        assertThat(lines.toString()).contains(outcome);
        lines.forEach(line -> Hostile.assertSteersNothing(line.path("text").asText()));
        run.path("result").path("problems").forEach(HostileTextTest::checkProblem);
        for (String path : List.of("/runs/" + id, "/runs", "/", "/queue", "/audit")) {
            Hostile.assertHarmlessPage(runner.asAdmin(path).utf8());
        }
        Hostile.assertHarmlessMarkdown(story.comment(number, "/runs/" + id));
        assertThat(forge.statuses(story.repository(), run.path("head").asText()))
                .isNotEmpty()
                .allSatisfy((context, status) -> Hostile.assertSteersNothing(context + status.description()));
    }

    private static void checkProblem(JsonNode problem) {
        problem.forEach(text -> text.asText().lines().forEach(Hostile::assertSteersNothing));
    }

    private JsonNode over(int number, String kind) {
        return story.until(
                () -> {
                    JsonNode runs = json("/api/v1/runs?pull_request=" + number + "&kind=" + kind)
                            .path("runs");
                    return runs.valueStream().filter(run -> run.has("ended")).findFirst();
                },
                () -> "the end of the " + kind + " of " + number + ": " + runner.logs());
    }

    private JsonNode json(String path) {
        try {
            return JSON.readTree(story.api("GET", path, ""));
        } catch (JsonProcessingException broken) {
            throw new IllegalStateException("reading " + path, broken);
        }
    }

    /// What git takes for a name is more than anybody would type.
    @Test
    void aDirectoryMayBeCalledAnything() {
        String name = "environments/e\u202e`@alice`<script>|#1 \n\u001b[2J";
        String head = story.commit(
                "odd",
                "Odd",
                Map.of(
                        name + "/environment.yaml",
                        environment("odd", "target: sandbox, region: us-east-1"),
                        name + "/logs.yaml",
                        RunnerStory.logGroup("odd", 7)));

        int number = story.open("bob", "odd", head);
        check(over(number, "plan"), number, PLANNED);

        forge.comment(story.repository(), number, "mallory", "/envctl plan " + name.replace("\n", " "));
        Hostile.assertHarmlessMarkdown(story.comment(number, "mallory"));
        assertThat(forge.statuses(story.repository(), head)).isNotEmpty();
        runner.asAdmin("/metrics").body().lines().forEach(Hostile::assertSteersNothing);
    }

    @Test
    void theEnvironmentsOwnDocumentMayHoldAnything() {
        Map<Integer, Case> numbers = new LinkedHashMap<>();
        String usual = "target: sandbox, region: us-east-1";
        for (Case each : List.of(
                new Case(environment(EVIL, usual), "ENV-0111"),
                new Case(environment("dev", "target: sandbox, region: " + EVIL), "ENV-1303"),
                new Case(environment("dev", "target: " + EVIL + ", region: us-east-1"), "ENV-01"),
                new Case(environment("dev", usual + ", lock: " + EVIL), "ENV-1303"),
                new Case(environment("dev", usual + ", lock: " + quoted("s3://a\u0000b/c\u202e")), "ENV-1303"),
                new Case(environment("dev", usual + ", tags: {" + EVIL + ": " + EVIL + "}"), PLANNED),
                new Case(environment("dev", usual + ", inputs: {" + EVIL + ": " + EVIL + "}"), PLANNED))) {
            String branch = "branch-" + numbers.size();
            Map<String, String> files = Map.of(RunnerStory.DIRECTORY + "/environment.yaml", each.document());
            numbers.put(story.open("bob", branch, story.commit(branch, "More", files)), each);
        }
        SoftAssertions all = new SoftAssertions();
        numbers.forEach((number, each) -> all.assertThatCode(() -> check(over(number, "plan"), number, each.outcome()))
                .as(each.document())
                .doesNotThrowAnyException());
        all.assertAll();
    }
}
