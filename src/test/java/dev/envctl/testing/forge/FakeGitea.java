package dev.envctl.testing.forge;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.envctl.runner.settings.RunnerSettings.ForgeSettings;
import dev.envctl.runner.settings.RunnerSettings.ForgeType;
import dev.envctl.testing.forge.ForgeServer.Request;
import dev.envctl.testing.forge.ForgeServer.Response;
import dev.envctl.testing.forge.World.Comment;
import dev.envctl.testing.forge.World.Issue;
import dev.envctl.testing.forge.World.Move;
import dev.envctl.testing.forge.World.Permission;
import dev.envctl.testing.forge.World.Pull;
import dev.envctl.testing.forge.World.Repository;
import dev.envctl.testing.forge.World.Review;
import dev.envctl.testing.forge.World.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.function.Function;

/// Gitea, or Forgejo where that differs: in the headers of its webhooks.
public final class FakeGitea implements FakeForge, World.Voice {

    private final World world = new World(this);
    private final Outbox outbox = new Outbox();
    private final ForgeServer server = new ForgeServer(
            "/api/v1",
            world,
            request -> ("token " + TOKEN).equals(request.headers().getFirst("Authorization")),
            outbox::flush);
    private final boolean forgejo;
    private int lastDelivery;

    private FakeGitea(boolean forgejo) {
        this.forgejo = forgejo;
        world.idOf(OURSELVES);
        routes();
    }

    public static FakeGitea gitea() {
        return new FakeGitea(false);
    }

    public static FakeGitea forgejo() {
        return new FakeGitea(true);
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
                forgejo ? "forgejo" : "gitea",
                ForgeType.GITEA,
                server.api(),
                WEBHOOK_SECRET_AT,
                Optional.of(TOKEN_AT),
                Optional.empty());
    }

    private void routes() {
        server.on("GET", "/user", _ -> Response.of(200, user(OURSELVES)));
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
                                "limit")));
        server.on(
                "GET",
                "/repos/{}/{}/pulls/{}",
                request -> pull(request, (there, pull) -> Response.of(200, json(there, pull))));
        server.on(
                "GET",
                "/repos/{}/{}/pulls/{}/reviews",
                request -> pull(
                        request,
                        (there, pull) -> server.page(
                                request,
                                pull.reviews.stream()
                                        .map(review -> json(there, review))
                                        .toList(),
                                "limit")));
        server.on(
                "GET",
                "/repos/{}/{}/commits/{}/pull",
                request -> in(
                        request,
                        there -> there.pulls.values().stream()
                                .filter(pull -> pull.mergeCommit
                                        .filter(request.part(2)::equals)
                                        .isPresent())
                                .findFirst()
                                .map(pull -> Response.of(200, json(there, pull)))
                                .orElseGet(Response::missing)));
        server.on(
                "GET",
                "/repos/{}/{}/collaborators/{}/permission",
                request -> in(
                        request,
                        there -> world.isUser(request.part(2))
                                ? Response.of(
                                        200,
                                        Map.of(
                                                "permission",
                                                there.permission(request.part(2))
                                                        .name()
                                                        .toLowerCase(Locale.ROOT),
                                                "role_name",
                                                "",
                                                "user",
                                                user(request.part(2))))
                                : Response.missing()));
        server.on("GET", "/orgs/{}/teams/search", this::searchTeams);
        server.on(
                "GET",
                "/teams/{}/members/{}",
                request -> world.isIn(world.teams().get(request.number(0) - 1), request.part(1))
                        ? Response.of(200, user(request.part(1)))
                        : Response.missing());
        server.on(
                "POST", "/repos/{}/{}/issues/{}/comments", request -> in(request, there -> addComment(there, request)));
        server.on(
                "PATCH",
                "/repos/{}/{}/issues/comments/{}",
                request -> in(
                        request,
                        there -> world.edit(there, request.id(2), request.text("body"))
                                .map(comment -> Response.of(200, Map.of("id", comment.id(), "body", comment.body())))
                                .orElseGet(Response::missing)));
        server.on(
                "POST",
                "/repos/{}/{}/issues/comments/{}/reactions",
                request -> in(request, there -> react(there, request)));
        server.on("POST", "/repos/{}/{}/statuses/{}", request -> in(request, there -> addStatus(there, request)));
        server.on(
                "POST",
                "/repos/{}/{}/issues",
                request -> in(request, there -> writeIssue(there, there.nextNumber(), request)));
        server.on(
                "PATCH",
                "/repos/{}/{}/issues/{}",
                request -> in(
                        request,
                        there -> there.issues.containsKey(request.number(2))
                                ? writeIssue(there, request.number(2), request)
                                : Response.missing()));
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

    private Map<String, Object> user(String name) {
        return Map.of("id", world.idOf(name), "login", name, "username", name, "full_name", name);
    }

    private Response searchTeams(Request request) {
        String prefix = request.part(0) + "/";
        List<String> teams = world.teams();
        List<Map<String, Object>> found = teams.stream()
                .filter(team ->
                        team.startsWith(prefix) && team.contains(request.query().get("q")))
                .map(team ->
                        Map.<String, Object>of("id", teams.indexOf(team) + 1, "name", team.substring(prefix.length())))
                .toList();
        return Response.of(200, Map.of("ok", true, "data", found));
    }

    private Response addComment(Repository there, Request request) {
        boolean onIssue = there.issues.containsKey(request.number(2));
        Comment comment = world.comment(there.name, request.number(2), onIssue, OURSELVES, request.text("body"));
        return Response.of(201, Map.of("id", comment.id(), "body", comment.body()));
    }

    private static Response react(Repository there, Request request) {
        if (!there.comments.containsKey(request.id(2))) {
            return Response.missing();
        }
        there.reactions.computeIfAbsent(request.id(2), _ -> new ArrayList<>()).add(request.text("content"));
        return Response.of(201, Map.of("content", request.text("content")));
    }

    private static Response addStatus(Repository there, Request request) {
        there.statuses.add(new Status(
                request.part(2),
                request.text("context"),
                request.text("state"),
                request.text("description"),
                request.text("target_url")));
        return Response.of(201, Map.of("id", 1, "status", request.text("state"), "context", request.text("context")));
    }

    private static Response writeIssue(Repository there, int number, Request request) {
        boolean open = !request.text("state").equals("closed");
        there.issues.put(number, new Issue(number, request.text("title"), request.text("body"), open));
        return Response.of(201, Map.of("number", number, "state", open ? "open" : "closed"));
    }

    private Map<String, Object> json(Repository there, Review review) {
        Permission permission = there.permission(review.reviewer());
        return Map.of(
                "id",
                80,
                "user",
                user(review.reviewer()),
                "state",
                review.state().equals("CHANGES_REQUESTED") ? "REQUEST_CHANGES" : review.state(),
                "commit_id",
                review.commit(),
                "stale",
                false,
                "official",
                permission.compareTo(Permission.WRITE) >= 0,
                "dismissed",
                review.dismissed());
    }

    private ObjectNode json(Repository there, Pull pull) {
        var json = new Template(Template.of("gitea", "pull_request.opened").node("pull_request"))
                .set("number", pull.number)
                .set("title", pull.title)
                .set("draft", pull.draft)
                .set("user.login", pull.author)
                .set("user.id", world.idOf(pull.author))
                .set("state", pull.open ? "open" : "closed")
                .set("merged", pull.mergeCommit.isPresent())
                .set("mergeable", pull.open && !pull.conflicting)
                .set("head.sha", pull.head)
                .set("head.ref", pull.branch)
                .set("head.repo_id", pull.fork ? 500200 : 500100)
                .set("base.ref", pull.base)
                .set("base.sha", there.head(pull.base))
                .set("base.repo.full_name", there.name)
                .set("base.repo.default_branch", World.DEFAULT_BRANCH)
                .set("merge_base", pull.mergeBase);
        pull.mergeCommit.ifPresent(sha -> json.set("merge_commit_sha", sha).set("merged_at", "2026-01-05T09:12:31Z"));
        return json.root();
    }

    @Override
    public void moved(Repository there, Pull pull, Move move, String before, String actor) {
        String event = switch (move) {
            case OPENED -> "pull_request.opened";
            case PUSHED -> "pull_request.synchronized";
            case REOPENED -> "pull_request.reopened";
        };
        tell("pull_request", event, about(there, pull, event, actor));
    }

    private Template about(Repository there, Pull pull, String event, String actor) {
        return of(there, event, actor).set("number", pull.number).set("pull_request", json(there, pull));
    }

    private Template of(Repository there, String event, String actor) {
        return Template.of("gitea", event)
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
        String event = review.state().equals("APPROVED") ? "pull_request_approved" : "pull_request_rejected";
        tell(event, event, about(there, pull, event, review.reviewer()));
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

    private void tell(String event, String recorded, Template payload) {
        lastDelivery++;
        byte[] body = payload.at(lastDelivery).bytes();
        String id = "4f8ab1d5-6c9d-4e9c-9b0a-%012d".formatted(lastDelivery);
        SequencedMap<String, String> headers = Template.headers("gitea", recorded);
        for (String family : List.of("Gitea", "Gogs", "GitHub")) {
            headers.put("X-" + family + "-Delivery", id);
        }
        if (forgejo) {
            headers.put("X-Forgejo-Delivery", id);
            headers.put("X-Forgejo-Event", event);
            headers.put("X-Forgejo-Signature", Signing.hex(WEBHOOK_SECRET, body));
        }
        headers.put("X-Gitea-Signature", Signing.hex(WEBHOOK_SECRET, body));
        headers.put("X-Gogs-Signature", Signing.hex(WEBHOOK_SECRET, body));
        headers.put("X-Hub-Signature-256", "sha256=" + Signing.hex(WEBHOOK_SECRET, body));
        outbox.add(new SignedDelivery(event, headers, body));
    }
}
