package dev.envctl.runner;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.envctl.testing.Eventually;
import dev.envctl.testing.Hostile;
import dev.envctl.testing.RunnerStory;
import dev.envctl.testing.TestDatabase;
import dev.envctl.testing.forge.FakeForge;
import dev.envctl.testing.forge.FakeForge.Opening;
import dev.envctl.testing.forge.SignedDelivery;
import dev.envctl.testing.forge.Signing;
import dev.envctl.testing.forge.World.Status;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/// What somebody might try by way of git and the forge, against a whole runner.
@TestInstance(Lifecycle.PER_CLASS)
class PullRequestAttacksTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String DEV = RunnerStory.DIRECTORY;
    private static final String EVIL = "x\"'><script>alert(1)</script><img src=q onerror=alert(2)>"
            + "[click](https://evil.example.com)@alice#1|`````\n\n```\n</details>\u202e";
    private Path directory = Path.of("");
    private AttackedRunner runner;
    private RunnerStory story;
    private FakeForge forge;
    private int branches;

    @BeforeAll
    void open(@TempDir Path temporary) {
        directory = temporary;
        runner = new AttackedRunner(directory, TestDatabase.H2);
        story = runner.story;
        forge = runner.forge();
    }

    @AfterAll
    void close() {
        runner.close();
    }

    // ---- what a team and its enemy do

    private int open(String author, Map<String, String> files) {
        return open(author, story.commit(branch(), "More", files));
    }

    private String branch() {
        branches++;
        return "branch-" + branches;
    }

    private int open(String author, String head) {
        return story.open(author, "branch-" + branches, head);
    }

    private static Map<String, String> logs(int days) {
        return Map.of(DEV + "/logs.yaml", RunnerStory.logGroup("spark", days));
    }

    private static Map<String, String> document(String yaml) {
        return Map.of(DEV + "/more.yaml", yaml);
    }

    private List<JsonNode> runs(int number) {
        return runs("pull_request=" + number);
    }

    private List<JsonNode> runs(String query) {
        return StreamSupport.stream(
                        json("/api/v1/runs?limit=200&" + query).path("runs").spliterator(), false)
                .toList();
    }

    private JsonNode json(String path) {
        try {
            return JSON.readTree(story.api("GET", path, ""));
        } catch (JsonProcessingException broken) {
            throw new IllegalStateException("reading " + path, broken);
        }
    }

    /// The last run of a pull request, once it is over.
    private JsonNode planned(int number) {
        return story.until(
                () -> runs(number).stream().findFirst().filter(run -> run.has("ended")),
                () -> "the end of a run of " + number + ": " + runs(number));
    }

    private String log(JsonNode run) {
        return json("/api/v1/runs/" + run.path("id").asLong() + "/log").toString();
    }

    private String refused(Map<String, String> files) {
        JsonNode run = planned(open("bob", files));
        assertThat(run.path("state").asText()).isIn("refused", "failed");
        return run + log(run);
    }

    /// Whatever was said to the runner before has been heard once it answers this.
    private void afterAllIsHeard(int number) {
        long help = forge.comment(story.repository(), number, "alice", "/envctl help");
        story.until(
                "an answer", () -> !forge.reactions(story.repository(), help).isEmpty());
    }

    private int send(SignedDelivery delivery) {
        URI door = story.runner().address().resolve("/webhooks/github");
        return forge.outbox().send(door, delivery);
    }

    private static String text(SignedDelivery delivery) {
        return new String(delivery.body(), StandardCharsets.UTF_8);
    }

    private List<JsonNode> applies() {
        return runs("kind=apply");
    }

    // ---- deliveries

    @Test
    void onlyWhatTheForgeSignedIsHeard() {
        int number = open("bob", logs(30));
        planned(number);
        forge.comment(story.repository(), number, "alice", "/envctl plan");
        SignedDelivery genuine = forge.lastDelivery();
        byte[] other = text(genuine).replace("/envctl plan", "/envctl apply").getBytes(StandardCharsets.UTF_8);
        String signature = "X-Hub-Signature-256";

        assertThat(send(genuine.withBody(other))).isEqualTo(401);
        assertThat(send(genuine.without(signature))).isEqualTo(401);
        assertThat(send(genuine.with(signature, "sha256=" + "0".repeat(64)))).isEqualTo(401);
        assertThat(send(genuine.with(signature, "sha256=" + Signing.hex("secret", genuine.body()))))
                .isEqualTo(401);
        assertThat(send(genuine.with(signature, "sha256="))).isEqualTo(401);
        assertThat(send(genuine.without(signature)
                        .with("X-Hub-Signature", "sha1=" + "0".repeat(40))
                        .with("Authorization", "Bearer " + RunnerStory.ADMIN_TOKEN)))
                .isEqualTo(401);
        assertThat(send(Signing.github(
                        genuine,
                        genuine.headers().getOrDefault("X-GitHub-Delivery", ""),
                        new String(other, StandardCharsets.UTF_8))))
                .isEqualTo(409);
        afterAllIsHeard(number);
        assertThat(applies()).isEmpty();
    }

    @Test
    void whatIsDeliveredAgainIsNotDoneAgain() {
        int number = open("bob", logs(14));
        planned(number);
        SignedDelivery opened = forge.deliveries().stream()
                .filter(delivery -> delivery.event().equals("pull_request"))
                .toList()
                .getLast();
        afterAllIsHeard(number);
        int before = runs(number).size();

        assertThat(send(opened)).isEqualTo(200);
        assertThat(send(Signing.github(opened, "11111111-2222-3333-4444-555555555555", text(opened))))
                .isBetween(200, 202);
        afterAllIsHeard(number);

        assertThat(runs(number)).hasSize(before);
    }

    @Test
    void bodiesThatNoForgeSendsAreRefusedThoughTheyAreSigned() {
        SignedDelivery like = Signing.github(anyDelivery(), "1-2-3", "{}");

        for (String body : List.of(
                "{",
                "",
                "null",
                "[]",
                "{\"a\":".repeat(50_000),
                "[".repeat(100_000),
                "\u0000",
                "{\"action\":\"opened\",\"repository\":{\"full_name\":\"acme/infra\"},\"pull_request\":{\"number\":\"x\"}}",
                "{\"number\":1e999999")) {
            assertThat(send(Signing.github(like, "odd-" + body.hashCode(), body)))
                    .as(body.substring(0, Math.min(20, body.length())))
                    .isBetween(400, 499);
        }
        assertThat(send(Signing.github(like, "too-long", "{\"a\":\"" + "x".repeat(6 << 20) + "\"}")))
                .isEqualTo(413);
        assertThat(send(Signing.github(like, "../../etc/passwd", text(anyDelivery()))))
                .isBetween(400, 499);
        assertThat(send(like.withBody(new byte[] {(byte) 0xc3, 0x28}))).isEqualTo(401);
    }

    private SignedDelivery anyDelivery() {
        if (forge.deliveries().isEmpty()) {
            open("bob", logs(60));
        }
        return forge.deliveries().getFirst();
    }

    @Test
    void aBodyWithoutAnEndIsNotReadToItsEnd() {
        String part = "10000\r\n" + "x".repeat(0x10000) + "\r\n";
        String head = "POST /webhooks/github HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"
                + "Content-Type: application/json\r\nX-GitHub-Event: push\r\nTransfer-Encoding: chunked\r\n\r\n";

        assertThat(runner.http.send(head + part.repeat(100) + "0\r\n\r\n").status())
                .isIn(413, 0);
        assertThat(runner.http
                        .ask(
                                "POST /webhooks/github",
                                "",
                                "Content-Type: application/json",
                                "Content-Length: 99999999999")
                        .status())
                .isIn(401, 413);
        assertThat(runner.asAdmin("/healthz").status()).isEqualTo(200);
    }

    // ---- commands

    @Test
    void namesOfEnvironmentsLeadNowhere() {
        int number = open("bob", logs(90));
        planned(number);
        List<String> names = List.of(
                "../../etc",
                "/etc/passwd",
                "environments/../..",
                "environments/dev/../dev",
                "%2e%2e/%2e%2e",
                ".",
                "..",
                "environments/*",
                "~",
                "$(id)",
                "`id`",
                "dev;id",
                "<script>",
                "@alice",
                "github:acme/other:dev",
                "\u202e",
                "C:\\Windows",
                "file:///etc");

        for (String name : names) {
            long comment = forge.comment(story.repository(), number, "alice", "/envctl apply " + name);
            forge.comment(story.repository(), number, "alice", "/envctl unlock " + name);
            forge.comment(story.repository(), number, "alice", "/envctl plan " + name);
            assertThat(forge.reactions(story.repository(), comment)).as(name).isEmpty();
        }
        afterAllIsHeard(number);
        String said = story.comment(number, "There is no environment");

        assertThat(applies()).isEmpty();
        Hostile.assertHarmlessMarkdown(said);
        assertThat(runs(number))
                .allSatisfy(run -> assertThat(
                                run.path("environment").path("directory").asText())
                        .isEqualTo(DEV));
    }

    @Test
    void whoMayNotIsNotObeyed() {
        int number = open("bob", logs(120));
        planned(number);
        int before = runs(number).size();

        for (String who : List.of("mallory", "reader", "evil\"><script>alert(1)</script>", "alice\u200b", "Alice ")) {
            for (String verb : List.of("plan", "apply", "unlock")) {
                long comment = forge.comment(story.repository(), number, who, "/envctl " + verb + " dev");
                assertThat(forge.reactions(story.repository(), comment)).isEmpty();
            }
        }
        afterAllIsHeard(number);
        String said = story.comment(number, "may not");

        assertThat(runs(number)).hasSize(before);
        Hostile.assertHarmlessMarkdown(said);
        assertThat(runner.asAdmin("/audit").body())
                .contains("mallory", "refused")
                .doesNotContain("<script>alert");
    }

    @Test
    void theAuthorOfAForkCommandsNothing() {
        String head = story.commit(branch(), "From a fork", logs(150));
        int number = forge.openPullRequest(
                story.repository(),
                Opening.of("mallory", "branch-" + branches, head).fromFork());

        forge.comment(story.repository(), number, "mallory", "/envctl plan dev");
        forge.comment(story.repository(), number, "mallory", "/envctl apply dev");
        forge.comment(story.repository(), number, "alice", "/envctl apply dev");
        afterAllIsHeard(number);

        assertThat(runs(number)).isEmpty();
        assertThat(applies()).isEmpty();
    }

    @Test
    void whatIsQuotedFencedOrEditedIsNoCommand() {
        int number = open("bob", logs(180));
        planned(number);
        List<String> bodies = List.of(
                "> /envctl apply dev",
                "```\n/envctl apply dev\n```",
                "    /envctl apply dev",
                "\t/envctl apply dev",
                "please /envctl apply dev",
                "look:\n/envctl apply dev",
                "<!--\n/envctl apply dev\n-->",
                "`/envctl apply dev`",
                "/envctlapply dev",
                "/ENVCTL APPLY dev",
                "\u200b/envctl apply dev");
        List<Long> comments = new ArrayList<>();
        for (String body : bodies) {
            comments.add(forge.comment(story.repository(), number, "alice", body));
        }
        SignedDelivery last = forge.lastDelivery();
        String edited = text(last)
                .replace("\"action\":\"created\"", "\"action\":\"edited\"")
                .replace("\u200b/envctl apply dev", "/envctl apply dev");
        assertThat(edited).isNotEqualTo(text(last));
        assertThat(send(Signing.github(last, "22222222-2222-3333-4444-555555555555", edited)))
                .isBetween(200, 202);
        afterAllIsHeard(number);

        assertThat(applies()).isEmpty();
        assertThat(comments)
                .allSatisfy(comment ->
                        assertThat(forge.reactions(story.repository(), comment)).isEmpty());
    }

    // ---- text that would be markup

    @Test
    void nothingThatSomebodyWroteIsMarkup() {
        String quoted = EVIL.replace("'", "''").replace("\n", " ").replace("\u202e", "");
        String head = story.commit(branch(), EVIL, Map.of(DEV + "/evil.yaml", """
            apiVersion: envctl.dev/v1
            kind: '%1$s'
            metadata: {name: '%1$s', '%1$s': 1}
            spec: {logGroupName: '%1$s'}
            ---
            apiVersion: envctl.dev/v1
            kind: LogGroup
            metadata: {name: good, description: '%1$s'}
            spec: {logGroupName: '${variables.%1$s}', tags: {'%1$s': '%1$s'}}
            """.formatted(quoted)));
        int number = forge.openPullRequest(
                story.repository(),
                Opening.of("evil\"><script>alert(1)</script>", "branch-" + branches + EVIL, head)
                        .titled(EVIL));
        JsonNode run = planned(number);
        forge.comment(story.repository(), number, EVIL.replace("\n", " "), "/envctl plan " + quoted);
        afterAllIsHeard(number);

        Hostile.assertHarmlessMarkdown(story.comment(number, "1 "));
        assertNoMarkupIn(run);
        for (Status status : forge.statuses(story.repository(), head).values()) {
            assertThat(status.link()).startsWith("https://envctl.example.com/");
        }
    }

    @Test
    void noPlanIsMarkup() {
        int number = open("bob", document("""
            apiVersion: envctl.dev/v1
            kind: Role
            metadata: {name: evil}
            spec:
              roleName: evil
              assumeRolePolicyDocument: {Statement: [{Sid: %1$s}]}
              tags: {note: %1$s}
            """.formatted(Hostile.quoted(EVIL))));
        JsonNode run = planned(number);

        assertThat(run.path("state").asText()).as(log(run)).isEqualTo("succeeded");
        assertThat(log(run)).as("what is planned").contains("<img src=q");
        Hostile.assertHarmlessMarkdown(story.comment(number, "to add", "<img src=q"));
        assertNoMarkupIn(run);
    }

    private void assertNoMarkupIn(JsonNode run) {
        for (String path : List.of(
                "/",
                "/environments/github/acme/infra/-/" + DEV,
                "/runs",
                "/queue",
                "/audit",
                "/runs/" + run.path("id").asLong())) {
            Hostile.assertHarmlessPage(runner.asAdmin(path).utf8());
        }
    }

    // ---- ways out of the checkout, and of the machine

    @Test
    void documentsReadNothingOutsideOfTheRepository() throws IOException {
        Path outside = Files.writeString(directory.resolve("secret.txt"), "kind: of-the-runner\n");
        String links = branch();
        story.link(
                links,
                "Links",
                Map.of(
                        DEV + "/leak.yaml", outside.toString(),
                        DEV + "/leak.txt", "../../../../../../../../../../etc/passwd",
                        DEV + "/out", "/"));
        String head = story.commit(
                links,
                "More",
                document(RunnerStory.logGroup("leak", 7).replace("/acme/leak", "'${file(\"leak.txt\")}'")));
        JsonNode linked = planned(open("bob", head));
        List<String> said = new ArrayList<>(List.of(linked + log(linked)));
        for (String file : List.of("../../../etc/passwd", "/etc/passwd", "file:///etc/passwd", "out/etc/passwd")) {
            said.add(refused(
                    document(RunnerStory.logGroup("leak", 7).replace("/acme/leak", "'${file(\"" + file + "\")}'"))));
        }
        said.add(refused(document(module("../../../etc"))));
        said.add(refused(document(module("/etc"))));

        assertThat(linked.path("state").asText()).isIn("failed", "refused");
        assertThat(said).allSatisfy(text -> assertThat(text).doesNotContain("root:", "of-the-runner"));
    }

    private static String module(String source) {
        return """
            apiVersion: envctl.dev/v1
            kind: Module
            metadata: {name: m%d}
            spec: {source: "%s"}
            """.formatted(source.length(), source);
    }

    /// Each is refused by what it is to be refused by: what cannot be a source, and what can and is not allowed.
    @Test
    void noSourceMakesTheRunnerCallAnybody() throws IOException {
        try (Trap trap = new Trap()) {
            int port = trap.port();
            for (String place : List.of(
                    "https://127.0.0.1:" + port + "/a.git",
                    "http://127.0.0.1:" + port + "/a.git",
                    "https://github.com@127.0.0.1:" + port + "/a.git",
                    "https://127.1:" + port + "/a.git",
                    "https://2130706433:" + port + "/a.git",
                    "https://[::1]:" + port + "/a.git",
                    "https://localhost:" + port + "/a.git",
                    "ssh://git@127.0.0.1:" + port + "/a.git",
                    "file:///etc",
                    "https://169.254.169.254/latest",
                    "http://169.254.169.254/latest")) {
                assertThat(refused(document(module("git+" + place + "//m?ref=v1"))))
                        .as(place)
                        .contains("[ENV-1304]", "more.yaml");
            }
            for (String source : List.of(
                    "git+git://127.0.0.1:" + port + "/a.git//m?ref=v1",
                    "git+ext::sh -c id//m?ref=v1",
                    "http://127.0.0.1:" + port + "/m",
                    "https://169.254.169.254/latest//m?ref=v1")) {
                assertThat(refused(document(module(source)))).as(source).contains("[ENV-0301]", "more.yaml");
            }
            for (String repository : List.of(
                    "http://127.0.0.1:" + port + "/charts",
                    "https://127.0.0.1:" + port + "/charts",
                    "oci://127.0.0.1:" + port + "/charts",
                    "http://169.254.169.254/latest")) {
                assertThat(refused(document(chart(repository)))).as(repository).contains("[ENV-1304]");
            }
            trap.assertNobodyCame();
        }
    }

    private static String chart(String repository) {
        return """
            apiVersion: envctl.dev/v1
            kind: HelmRelease
            metadata: {name: chart}
            spec:
              clusterName: main
              namespace: default
              name: evil
              chart: {repository: "%s", name: evil, version: 1.0.0}
            """.formatted(repository);
    }

    /// Listens where nobody is to call, counts who does, and hangs up.
    private static final class Trap implements AutoCloseable {
        private final ServerSocket socket = new ServerSocket(0, 50);
        private final AtomicInteger calls = new AtomicInteger();

        Trap() throws IOException {
            Thread.ofVirtual().start(this::listen);
        }

        private void listen() {
            try {
                while (true) {
                    socket.accept().close();
                    calls.incrementAndGet();
                }
            } catch (IOException closed) {
                return;
            }
        }

        int port() {
            return socket.getLocalPort();
        }

        void assertNobodyCame() throws IOException {
            int before = calls.get();
            try (Socket us = new Socket(InetAddress.getLoopbackAddress(), port())) {
                Eventually.until("the trap counts " + us, () -> calls.get() > before);
            }
            assertThat(calls).as("with us").hasValue(1);
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }

    @Test
    void theWayToTheAccountIsNotThePullRequests() {
        for (String spec : List.of(
                "target: aws, region: us-east-1, accountId: \"999999999999\"",
                "target: sandbox, region: eu-west-1",
                "target: sandbox, region: us-east-1, lock: \"s3://evil-locks/\"",
                "target: aws, region: us-east-1, accountId: \"111122223333\","
                        + " assumeRole: {arn: \"arn:aws:iam::999999999999:role/evil\"}")) {
            String said = refused(Map.of(DEV + "/environment.yaml", """
                apiVersion: envctl.dev/v1
                kind: Environment
                metadata: {name: dev}
                spec: {%s}
                """.formatted(spec)));

            assertThat(said).as(spec).contains("The pull request changes");
        }
    }

    @Test
    void theRunnersSecretsAreNotTheDocuments() {
        for (String reference : List.of("env:FORGE_TOKEN", "env:WEBHOOK_SECRET", "env:PATH", "file:/etc/hostname")) {
            String said = refused(document("""
                apiVersion: envctl.dev/v1
                kind: Certificate
                metadata: {name: imported}
                spec:
                  import: {certificate: not one, privateKey: '${secret("%s")}'}
                """.formatted(reference)));

            assertThat(said).as(reference).contains("ENV-1305");
        }
    }
}
