package dev.envctl.testing.forge;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.envctl.runner.settings.RunnerSettings.App;
import dev.envctl.runner.settings.RunnerSettings.ForgeSettings;
import dev.envctl.runner.settings.RunnerSettings.ForgeType;
import dev.envctl.runner.settings.SecretReference;
import dev.envctl.runner.settings.SecretValues;
import dev.envctl.testing.forge.ForgeServer.Request;
import dev.envctl.testing.forge.ForgeServer.Response;
import dev.envctl.testing.forge.World.Check;
import dev.envctl.testing.forge.World.Comment;
import dev.envctl.testing.forge.World.Issue;
import dev.envctl.testing.forge.World.Move;
import dev.envctl.testing.forge.World.Pull;
import dev.envctl.testing.forge.World.Repository;
import dev.envctl.testing.forge.World.Review;
import dev.envctl.testing.forge.World.Status;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/// GitHub by a token, or with an App installed in every organisation.
public final class FakeGitHub implements FakeForge, World.Voice {

    private static final String APP = "79929171";

    private static final SecretReference KEY_AT = new SecretReference("env:APP_KEY");

    /// One for all: making one takes half a second.
    private static final KeyPair KEY = keyPair();

    private final World world = new World(this);
    private final Outbox outbox = new Outbox();
    private final ForgeServer server = new ForgeServer("", world, this::isKnown, outbox::flush);
    private final Clock clock;
    private final Optional<KeyPair> key;
    /// Of installations, with when they end.
    private final SequencedMap<String, Instant> tokens = new LinkedHashMap<>();
    private int lastDelivery;

    private FakeGitHub(Clock clock, Optional<KeyPair> key) {
        this.clock = clock;
        this.key = key;
        world.idOf(OURSELVES);
        routes();
    }

    public static FakeGitHub withToken() {
        return new FakeGitHub(Clock.systemUTC(), Optional.empty());
    }

    /// `clock` says when its tokens end.
    public static FakeGitHub asApp(Clock clock) {
        return new FakeGitHub(clock, Optional.of(KEY));
    }

    private static KeyPair keyPair() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    @Override
    public World world() {
        return world;
    }

    @Override
    public ForgeServer server() {
        return server;
    }

    @Override
    public Outbox outbox() {
        return outbox;
    }

    @Override
    public String someRepository() {
        return "acme/infra";
    }

    @Override
    public String principal(String team) {
        return "team:" + team;
    }

    @Override
    public void team(String repository, String team, String... members) {
        world.team(repository.substring(0, repository.indexOf('/')) + "/" + team, List.of(members));
    }

    @Override
    public ForgeSettings settings() {
        return new ForgeSettings(
                "github",
                ForgeType.GITHUB,
                server.api(),
                WEBHOOK_SECRET_AT,
                key.isPresent() ? Optional.empty() : Optional.of(TOKEN_AT),
                key.map(_ -> new App(APP, Optional.empty(), KEY_AT)));
    }

    @Override
    public SecretValues secrets() {
        SecretValues others = FakeForge.super.secrets();
        return reference -> reference.equals(KEY_AT) ? pem(key.orElseThrow()) : others.read(reference);
    }

    /// As GitHub hands it out: PKCS #1, which is what is inside PKCS #8 after 26 bytes.
    private static String pem(KeyPair pair) {
        byte[] whole = pair.getPrivate().getEncoded();
        String inside = Base64.getMimeEncoder(64, new byte[] {'\n'})
                .encodeToString(Arrays.copyOfRange(whole, 26, whole.length));
        return "-----BEGIN RSA PRIVATE KEY-----\n" + inside + "\n-----END RSA PRIVATE KEY-----\n";
    }

    /// The key of an App that nobody here knows.
    public static String strangersKey() {
        return pem(keyPair());
    }

    /// Tokens that were given to the App so far.
    public int tokensGiven() {
        return tokens.size();
    }

    // Who comes in

    private boolean isKnown(Request request) {
        String given = bearer(request);
        if (key.isEmpty()) {
            return given.equals(TOKEN);
        }
        boolean asApp = request.path().startsWith("/app") || request.path().endsWith("/installation");
        return asApp ? isSignedByApp(given) : clock.instant().isBefore(tokens.getOrDefault(given, Instant.MIN));
    }

    private static String bearer(Request request) {
        return Optional.ofNullable(request.headers().getFirst("Authorization"))
                .filter(value -> value.startsWith("Bearer "))
                .map(value -> value.substring("Bearer ".length()))
                .orElse("");
    }

    private boolean isSignedByApp(String token) {
        String[] parts = token.split("\\.", -1);
        try {
            Signature signature = Signature.getInstance("SHA256withRSA");
            signature.initVerify(key.orElseThrow().getPublic());
            signature.update((parts[0] + "." + parts[1]).getBytes(StandardCharsets.US_ASCII));
            JsonNode claims = ForgeServer.JSON.readTree(Base64.getUrlDecoder().decode(parts[1]));
            long now = clock.instant().getEpochSecond();
            return signature.verify(Base64.getUrlDecoder().decode(parts[2]))
                    && claims.path("iss").asText().equals(APP)
                    && claims.path("iat").asLong() <= now
                    && claims.path("exp").asLong() > now
                    && claims.path("exp").asLong() - claims.path("iat").asLong() <= 600;
        } catch (Exception notOurs) {
            return false;
        }
    }

    private void routes() {
        server.on("GET", "/user", _ -> Response.of(200, Map.of("login", OURSELVES, "id", world.idOf(OURSELVES))));
        server.on("GET", "/app", _ -> Response.of(200, Map.of("id", Long.parseLong(APP), "slug", "envctl")));
        server.on(
                "GET", "/repos/{}/{}/installation", request -> in(request, _ -> Response.of(200, Map.of("id", 77001))));
        server.on("POST", "/app/installations/77001/access_tokens", _ -> giveToken());
        server.on("GET", "/repos/{}/{}", request -> in(request, there -> Response.of(200, json(there))));
        server.on(
                "GET",
                "/repos/{}/{}/pulls",
                request -> in(
                        request,
                        there -> server.page(
                                request,
                                there.pulls.values().stream()
                                        .filter(pull -> pull.open)
                                        .map(pull -> json(there, pull))
                                        .toList(),
                                "per_page")));
        server.on(
                "GET",
                "/repos/{}/{}/pulls/{}",
                request -> pull(request, (there, pull) -> Response.of(200, asked(there, pull))));
        server.on(
                "GET",
                "/repos/{}/{}/pulls/{}/reviews",
                request -> pull(
                        request,
                        (_, pull) -> server.page(
                                request,
                                pull.reviews.stream().map(FakeGitHub::json).toList(),
                                "per_page")));
        server.on("GET", "/repos/{}/{}/compare/{*}", request -> in(request, there -> compare(there, request.part(2))));
        server.on(
                "GET",
                "/repos/{}/{}/commits/{}/pulls",
                request -> in(
                        request,
                        there -> server.page(
                                request,
                                there.pulls.values().stream()
                                        .filter(pull -> pull.mergeCommit
                                                        .filter(request.part(2)::equals)
                                                        .isPresent()
                                                || (pull.open && pull.head.equals(request.part(2))))
                                        .map(pull -> json(there, pull))
                                        .toList(),
                                "per_page")));
        server.on(
                "GET",
                "/repos/{}/{}/collaborators/{}/permission",
                request -> in(request, there -> permission(there, request.part(2))));
        server.on(
                "GET",
                "/orgs/{}/teams/{}/memberships/{}",
                request -> world.isIn(request.part(0) + "/" + request.part(1), request.part(2))
                        ? Response.of(200, Map.of("role", "member", "state", "active"))
                        : Response.missing());
        server.on(
                "POST", "/repos/{}/{}/issues/{}/comments", request -> in(request, there -> addComment(there, request)));
        server.on(
                "PATCH",
                "/repos/{}/{}/issues/comments/{}",
                request -> in(
                        request,
                        there -> world.edit(there, request.id(2), request.text("body"))
                                .map(comment -> Response.of(200, json(comment)))
                                .orElseGet(Response::missing)));
        server.on(
                "POST",
                "/repos/{}/{}/issues/comments/{}/reactions",
                request -> in(request, there -> react(there, request)));
        server.on("POST", "/repos/{}/{}/statuses/{}", request -> in(request, there -> addStatus(there, request)));
        server.on(
                "POST",
                "/repos/{}/{}/check-runs",
                request -> in(request, there -> writeCheck(there, world.nextId(), request)));
        server.on(
                "PATCH",
                "/repos/{}/{}/check-runs/{}",
                request -> in(
                        request,
                        there -> there.checks.containsKey(request.id(2))
                                ? writeCheck(there, request.id(2), request)
                                : Response.missing()));
        server.on(
                "POST",
                "/repos/{}/{}/issues",
                request -> in(request, there -> writeIssue(there, there.nextNumber(), request, true)));
        server.on(
                "PATCH",
                "/repos/{}/{}/issues/{}",
                request -> in(
                        request,
                        there -> there.issues.containsKey(request.number(2))
                                ? writeIssue(
                                        there,
                                        request.number(2),
                                        request,
                                        !request.text("state").equals("closed"))
                                : Response.of(410, Map.of("message", "This issue was deleted"))));
    }

    private interface AboutPull {
        Response answer(Repository repository, Pull pull);
    }

    private Response in(Request request, Function<Repository, Response> answer) {
        return world.find(request.part(0) + "/" + request.part(1)).map(answer).orElseGet(Response::missing);
    }

    private Response pull(Request request, AboutPull answer) {
        return in(
                request,
                there -> Optional.ofNullable(there.pulls.get(request.number(2)))
                        .map(pull -> answer.answer(there, pull))
                        .orElseGet(Response::missing));
    }

    private Response giveToken() {
        String token = "ghs_installation" + tokens.size() + "x".repeat(20);
        Instant end = clock.instant().plus(Duration.ofHours(1));
        tokens.put(token, end);
        return Response.of(
                201, Map.of("token", token, "expires_at", end.toString(), "repository_selection", "selected"));
    }

    private static Response compare(Repository there, String range) {
        String[] ends = range.split("\\.\\.\\.", -1);
        Optional<Pull> pull = there.pulls.values().stream()
                .filter(found -> found.head.equals(ends[1]))
                .findFirst();
        String base = there.branches.getOrDefault(ends[0], "");
        if (pull.isEmpty() || base.isEmpty()) {
            return Response.missing();
        }
        int behind = pull.get().mergeBase.equals(base) ? 0 : 1;
        return Response.of(
                200,
                Map.of(
                        "status",
                        behind == 0 ? "ahead" : "diverged",
                        "ahead_by",
                        1,
                        "behind_by",
                        behind,
                        "total_commits",
                        1,
                        "base_commit",
                        Map.of("sha", base),
                        "merge_base_commit",
                        Map.of("sha", pull.get().mergeBase),
                        "commits",
                        List.of()));
    }

    private Response permission(Repository there, String user) {
        if (!world.isUser(user)) {
            return Response.missing();
        }
        String permission = there.permission(user).name().toLowerCase(Locale.ROOT);
        return Response.of(
                200, Map.of("permission", permission, "role_name", permission, "user", Map.of("login", user)));
    }

    private Response addComment(Repository there, Request request) {
        if (request.text("body").length() > 65_536) {
            return Response.of(422, Map.of("message", "Validation Failed"));
        }
        boolean onIssue = there.issues.containsKey(request.number(2));
        return Response.of(
                201, json(world.comment(there.name, request.number(2), onIssue, OURSELVES, request.text("body"))));
    }

    private static Response react(Repository there, Request request) {
        if (!there.comments.containsKey(request.id(2))) {
            return Response.missing();
        }
        there.reactions.computeIfAbsent(request.id(2), _ -> new ArrayList<>()).add(request.text("content"));
        return Response.of(201, Map.of("id", 1, "content", request.text("content")));
    }

    private static Response addStatus(Repository there, Request request) {
        if (request.text("description").length() > 140) {
            return Response.of(422, Map.of("message", "Validation Failed: description is too long"));
        }
        there.statuses.add(new Status(
                request.part(2),
                request.text("context"),
                request.text("state"),
                request.text("description"),
                request.text("target_url")));
        return Response.of(201, Map.of("id", 1, "state", request.text("state"), "context", request.text("context")));
    }

    /// Only Apps write checks; annotations add up.
    private Response writeCheck(Repository there, long id, Request request) {
        if (key.isEmpty()) {
            return Response.of(403, Map.of("message", "You must authenticate via a GitHub App."));
        }
        JsonNode output = request.body().path("output");
        if (output.path("annotations").size() > 50) {
            return Response.of(422, Map.of("message", "Invalid request: no more than 50 annotations"));
        }
        var old = Optional.ofNullable(there.checks.get(id));
        var annotations = new ArrayList<>(old.map(Check::annotations).orElse(List.of()));
        output.path("annotations")
                .forEach(found -> annotations.add(found.path("path").asText() + ":"
                        + found.path("start_line").asInt() + " "
                        + found.path("annotation_level").asText() + " "
                        + found.path("title").asText() + ": "
                        + found.path("message").asText()));
        UnaryOperator<String> kept = field -> request.body().path(field).asText("");
        var check = new Check(
                id,
                old.map(Check::commit).orElse(kept.apply("head_sha")),
                old.map(Check::name).orElse(kept.apply("name")),
                request.body().path("status").asText(old.map(Check::status).orElse("")),
                request.body()
                        .path("conclusion")
                        .asText(old.map(Check::conclusion).orElse("")),
                output.path("title").asText(),
                output.path("summary").asText(),
                List.copyOf(annotations));
        there.checks.put(id, check);
        return Response.of(
                201,
                Map.of(
                        "id",
                        id,
                        "name",
                        check.name(),
                        "head_sha",
                        check.commit(),
                        "status",
                        check.status(),
                        "output",
                        Map.of("title", check.title())));
    }

    private static Response writeIssue(Repository there, int number, Request request, boolean open) {
        there.issues.put(number, new Issue(number, request.text("title"), request.text("body"), open));
        return Response.of(open ? 201 : 200, Map.of("number", number, "state", open ? "open" : "closed"));
    }

    // What it says

    private static ObjectNode json(Repository there) {
        ObjectNode json = Template.of("github", "pull_request.opened").node("repository");
        String[] names = there.name.split("/", -1);
        return new Template(json)
                .set("full_name", there.name)
                .set("name", names[1])
                .set("owner.login", names[0])
                .root();
    }

    private static Map<String, Object> json(Review review) {
        return Map.of(
                "id",
                80,
                "user",
                Map.of("login", review.reviewer()),
                "state",
                review.dismissed() ? "DISMISSED" : review.state(),
                "commit_id",
                review.commit());
    }

    private Map<String, Object> json(Comment comment) {
        return Map.of("id", comment.id(), "body", comment.body(), "user", Map.of("login", comment.author()));
    }

    private ObjectNode asked(Repository there, Pull pull) {
        ObjectNode json = json(there, pull);
        if (pull.undecided > 0) {
            pull.undecided--;
            return json;
        }
        return new Template(json)
                .set("mergeable", !pull.conflicting)
                .set("mergeable_state", pull.conflicting ? "dirty" : "clean")
                .root();
    }

    private ObjectNode json(Repository there, Pull pull) {
        var json = new Template(Template.of("github", "pull_request.opened").node("pull_request"))
                .set("number", pull.number)
                .set("title", pull.title)
                .set("draft", pull.draft)
                .set("user.login", pull.author)
                .set("user.id", world.idOf(pull.author))
                .set("state", pull.open ? "open" : "closed")
                .set("merged", pull.mergeCommit.isPresent())
                .set("head.sha", pull.head)
                .set("head.ref", pull.branch)
                .set("head.repo.full_name", pull.fork ? pull.author + "/infra" : there.name)
                .set("base.ref", pull.base)
                .set("base.sha", pull.mergeBase)
                .set("base.repo.full_name", there.name)
                .set("base.repo.default_branch", World.DEFAULT_BRANCH);
        pull.mergeCommit.ifPresent(sha -> json.set("merge_commit_sha", sha).set("merged_at", "2026-01-05T09:12:31Z"));
        return json.root();
    }

    // What it tells

    @Override
    public void moved(Repository there, Pull pull, Move move, String before, String actor) {
        String event = switch (move) {
            case OPENED -> "pull_request.opened";
            case PUSHED -> "pull_request.synchronize";
            case REOPENED -> "pull_request.reopened";
        };
        Template payload = about(there, pull, event, actor);
        if (move == Move.PUSHED) {
            payload.set("before", before).set("after", pull.head);
        }
        tell("pull_request", event, payload);
    }

    private Template about(Repository there, Pull pull, String event, String actor) {
        return of(there, event, actor).set("number", pull.number).set("pull_request", json(there, pull));
    }

    private Template of(Repository there, String event, String actor) {
        return Template.of("github", event)
                .set("repository.full_name", there.name)
                .set("sender.login", actor)
                .set("sender.id", world.idOf(actor));
    }

    @Override
    public void closed(Repository there, Pull pull, String actor) {
        tell("pull_request", "pull_request.closed", about(there, pull, "pull_request.closed", actor));
    }

    @Override
    public void reviewed(Repository there, Pull pull, Review review) {
        ObjectNode json = json(there, pull);
        var payload = of(there, "pull_request_review.submitted", review.reviewer())
                .set("pull_request", json)
                .set("review.state", review.state().toLowerCase(Locale.ROOT))
                .set("review.commit_id", review.commit())
                .set("review.user.login", review.reviewer());
        tell("pull_request_review", "pull_request_review.submitted", payload);
    }

    @Override
    public void pushed(Repository there, String branch, String before, String after, String actor) {
        tell(
                "push",
                "push",
                of(there, "push", actor)
                        .set("ref", "refs/heads/" + branch)
                        .set("before", before)
                        .set("after", after)
                        .set("head_commit.id", after));
    }

    @Override
    public void commented(Repository there, Comment comment) {
        String event = comment.onIssue() ? "issue_comment.created_on_issue" : "issue_comment.created";
        tell(
                "issue_comment",
                event,
                of(there, event, comment.author())
                        .set("issue.number", comment.number())
                        .set("comment.id", comment.id())
                        .set("comment.body", comment.body())
                        .set("comment.user.login", comment.author()));
    }

    /// Somebody presses "Re-run" on a check.
    public void rerun(String repository, String head, String check, String actor) {
        world.locked(() -> {
            tell(
                    "check_run",
                    "check_run.rerequested",
                    of(world.repository(repository), "check_run.rerequested", actor)
                            .set("check_run.name", check)
                            .set("check_run.head_sha", head));
            return true;
        });
        outbox.flush();
    }

    private void tell(String event, String recorded, Template payload) {
        lastDelivery++;
        byte[] body = payload.at(lastDelivery).bytes();
        SequencedMap<String, String> headers = Template.headers("github", recorded);
        headers.put("X-GitHub-Delivery", "72d3162e-cc78-11e3-81ab-%012d".formatted(lastDelivery));
        headers.put("X-Hub-Signature-256", "sha256=" + Signing.hex(WEBHOOK_SECRET, body));
        outbox.add(new SignedDelivery(event, headers, body));
    }
}
