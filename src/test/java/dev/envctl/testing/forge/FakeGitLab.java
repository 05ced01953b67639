package dev.envctl.testing.forge;

import dev.envctl.runner.settings.RunnerSettings.ForgeSettings;
import dev.envctl.runner.settings.RunnerSettings.ForgeType;
import dev.envctl.testing.forge.ForgeServer.Paging;
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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.function.Function;

/// GitLab. Issues and merge requests are numbered apart in a real one; here they share the numbers, which no test may
/// rely on. Requesting changes takes an approval back.
public final class FakeGitLab implements FakeForge, World.Voice {

    private static final Paging PAGING = new Paging("per_page", 20, 100);

    private final World world = new World(this);
    private final Outbox outbox = new Outbox();
    private final ForgeServer server = new ForgeServer(
            "/api/v4", world, request -> TOKEN.equals(request.headers().getFirst("PRIVATE-TOKEN")), outbox::flush);
    private int lastDelivery;

    public FakeGitLab() {
        world.idOf(OURSELVES);
        routes();
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
        return "acme/platform/infra";
    }

    /// A group, by its path.
    @Override
    public String principal(String team) {
        return "team:acme/" + team;
    }

    @Override
    public void team(String repository, String team, String... members) {
        world.team(repository.substring(0, repository.indexOf('/')) + "/" + team, List.of(members));
    }

    @Override
    public ForgeSettings settings() {
        return new ForgeSettings(
                "gitlab", ForgeType.GITLAB, server.api(), WEBHOOK_SECRET_AT, Optional.of(TOKEN_AT), Optional.empty());
    }

    private void routes() {
        server.on("GET", "/user", _ -> Response.of(200, user(OURSELVES)));
        server.on(
                "GET",
                "/users",
                request -> Response.of(
                        200,
                        Optional.ofNullable(request.query().get("username"))
                                .filter(world::isUser)
                                .map(this::user)
                                .stream()
                                .toList()));
        server.on(
                "GET",
                "/projects/{}",
                request -> in(
                        request,
                        there -> Response.of(
                                200,
                                Map.of(
                                        "id",
                                        500100,
                                        "path_with_namespace",
                                        there.name,
                                        "default_branch",
                                        World.DEFAULT_BRANCH))));
        server.on(
                "GET",
                "/projects/{}/repository/branches/{}",
                request -> in(
                        request,
                        there -> Optional.ofNullable(there.branches.get(request.part(1)))
                                .map(sha ->
                                        Response.of(200, Map.of("name", request.part(1), "commit", Map.of("id", sha))))
                                .orElseGet(Response::missing)));
        server.on(
                "GET",
                "/projects/{}/merge_requests",
                request -> in(
                        request,
                        there -> server.page(
                                request,
                                there.pulls.values().stream()
                                        .filter(pull -> pull.open)
                                        .map(pull -> json(there, pull))
                                        .toList(),
                                PAGING)));
        server.on(
                "GET",
                "/projects/{}/merge_requests/{}",
                request -> pull(request, (there, pull) -> Response.of(200, asked(there, pull))));
        server.on(
                "GET",
                "/projects/{}/merge_requests/{}/approvals",
                request -> pull(request, (_, pull) -> approvals(pull)));
        server.on(
                "GET",
                "/projects/{}/repository/commits/{}/merge_requests",
                request -> in(
                        request,
                        there -> server.page(
                                request,
                                there.pulls.values().stream()
                                        .filter(pull -> pull.mergeCommit
                                                .filter(request.part(1)::equals)
                                                .isPresent())
                                        .map(pull -> json(there, pull))
                                        .toList(),
                                PAGING)));
        server.on(
                "GET",
                "/projects/{}/members/all/{}",
                request -> in(
                        request,
                        there -> world.userOf(request.id(1))
                                .map(there::permission)
                                .filter(permission -> permission != Permission.NONE)
                                .map(permission -> Response.of(
                                        200,
                                        Map.of(
                                                "id",
                                                request.id(1),
                                                "state",
                                                "active",
                                                "access_level",
                                                level(permission))))
                                .orElseGet(Response::missing)));
        server.on(
                "GET",
                "/groups/{}/members/all/{}",
                request -> world.userOf(request.id(1))
                        .filter(user -> world.isIn(request.part(0), user))
                        .map(_ -> Response.of(200, Map.of("id", request.id(1), "state", "active", "access_level", 20)))
                        .orElseGet(Response::missing));
        for (boolean onIssue : List.of(false, true)) {
            notes("/projects/{}/" + (onIssue ? "issues" : "merge_requests") + "/{}/notes", onIssue);
        }
        server.on(
                "GET",
                "/projects/{}/issues",
                request -> in(request, there -> server.page(request, issues(there, request.query()), PAGING)));
        server.on(
                "POST",
                "/projects/{}/merge_requests/{}/notes/{}/award_emoji",
                request -> in(request, there -> award(there, request, false)));
        server.on(
                "POST",
                "/projects/{}/issues/{}/notes/{}/award_emoji",
                request -> in(request, there -> award(there, request, true)));
        server.on("POST", "/projects/{}/statuses/{}", request -> in(request, there -> addStatus(there, request)));
        server.on(
                "POST",
                "/projects/{}/issues",
                request -> in(request, there -> writeIssue(there, there.nextNumber(), request)));
        server.on(
                "PUT",
                "/projects/{}/issues/{}",
                request -> in(
                        request,
                        there -> there.issues.containsKey(request.number(1))
                                ? writeIssue(there, request.number(1), request)
                                : Response.missing()));
    }

    private void notes(String path, boolean onIssue) {
        server.on("GET", path, request -> conversation(request, onIssue, there -> listNotes(there, request, onIssue)));
        server.on(
                "POST",
                path,
                request -> conversation(
                        request,
                        onIssue,
                        there -> Response.of(
                                201,
                                json(world.comment(
                                        there.name, request.number(1), onIssue, OURSELVES, request.text("body"))))));
        server.on(
                "PUT",
                path + "/{}",
                request -> conversation(
                        request,
                        onIssue,
                        there -> Optional.ofNullable(there.comments.get(request.id(2)))
                                .filter(comment -> comment.onIssue() == onIssue && comment.number() == request.number(1))
                                .flatMap(_ -> world.edit(there, request.id(2), request.text("body")))
                                .map(comment -> Response.of(200, json(comment)))
                                .orElseGet(Response::missing)));
    }

    private Response conversation(Request request, boolean onIssue, Function<Repository, Response> answer) {
        return in(
                request,
                there -> (onIssue ? there.issues : there.pulls).containsKey(request.number(1))
                        ? answer.apply(there)
                        : Response.missing());
    }

    /// The latest first, unless asked otherwise.
    private Response listNotes(Repository there, Request request, boolean onIssue) {
        List<Map<String, Object>> notes =
                there.comments(request.number(1), onIssue).stream().map(this::json).toList();
        boolean oldestFirst = request.query().getOrDefault("sort", "desc").equals("asc");
        return server.page(request, oldestFirst ? notes : notes.reversed(), PAGING);
    }

    private Map<String, Object> json(Comment comment) {
        return Map.of(
                "id", comment.id(), "body", comment.body(), "author", user(comment.author()), "system", false);
    }

    private List<Map<String, Object>> issues(Repository there, Map<String, String> query) {
        boolean onlyOpen = query.getOrDefault("state", "all").equals("opened");
        return there.issues(query.getOrDefault("author_username", ""), onlyOpen).stream()
                .map(this::json)
                .toList();
    }

    private Map<String, Object> json(Issue issue) {
        return Map.of(
                "iid",
                issue.number(),
                "title",
                issue.title(),
                "description",
                issue.body(),
                "state",
                issue.open() ? "opened" : "closed",
                "author",
                user(issue.author()));
    }

    private interface AboutPull {
        Response answer(Repository repository, Pull pull);
    }

    private Response in(Request request, Function<Repository, Response> answer) {
        return world.find(request.part(0)).map(answer).orElseGet(Response::missing);
    }

    private Response pull(Request request, AboutPull answer) {
        return in(
                request,
                there -> Optional.ofNullable(there.pulls.get(request.number(1)))
                        .map(pull -> answer.answer(there, pull))
                        .orElseGet(Response::missing));
    }

    private static int level(Permission permission) {
        return switch (permission) {
            case NONE -> 0;
            case READ -> 20;
            case WRITE -> 30;
            case ADMIN -> 40;
        };
    }

    private Map<String, Object> user(String name) {
        return Map.of("id", world.idOf(name), "username", name, "name", name, "state", "active");
    }

    /// `approved` is true with nobody's approval too, as where none is required.
    private Response approvals(Pull pull) {
        var approvers = new LinkedHashMap<String, Boolean>();
        pull.reviews.forEach(
                review -> approvers.put(review.reviewer(), review.state().equals("APPROVED")));
        List<Map<String, Object>> by = approvers.entrySet().stream()
                .filter(Map.Entry::getValue)
                .map(approver -> Map.<String, Object>of("user", user(approver.getKey())))
                .toList();
        return Response.of(
                200, Map.of("approved", true, "approvals_required", 0, "approvals_left", 0, "approved_by", by));
    }

    private static Response award(Repository there, Request request, boolean onIssue) {
        Comment comment = there.comments.get(request.id(2));
        if (comment == null || comment.onIssue() != onIssue || comment.number() != request.number(1)) {
            return Response.missing();
        }
        if (!there.react(comment.id(), request.text("name"))) {
            return Response.of(404, Map.of("message", "404 Award Emoji Name has already been taken Not Found"));
        }
        return Response.of(201, Map.of("id", 1, "name", request.text("name")));
    }

    private static Response addStatus(Repository there, Request request) {
        String name = request.text("name");
        String state = request.text("state");
        boolean same = there.statuses.stream()
                .filter(status -> status.commit().equals(request.part(1))
                        && status.context().equals(name))
                .reduce((_, later) -> later)
                .filter(latest -> latest.state().equals(state) && state.equals("running"))
                .isPresent();
        if (same) {
            return Response.of(
                    400,
                    Map.of("message", Map.of("status", List.of("Cannot transition status via :run from :running"))));
        }
        there.statuses.add(
                new Status(request.part(1), name, state, request.text("description"), request.text("target_url")));
        return Response.of(201, Map.of("id", 1, "status", state, "name", name));
    }

    private static Response writeIssue(Repository there, int number, Request request) {
        boolean open = !request.text("state_event").equals("close");
        there.write(number, OURSELVES, request.text("title"), request.text("description"), open);
        return Response.of(201, Map.of("iid", number, "id", 700000 + number, "state", open ? "opened" : "closed"));
    }

    private Map<String, Object> asked(Repository there, Pull pull) {
        Map<String, Object> json = json(there, pull);
        if (pull.undecided > 0) {
            pull.undecided--;
            json.put("detailed_merge_status", "checking");
        }
        return json;
    }

    private Map<String, Object> json(Repository there, Pull pull) {
        var json = new LinkedHashMap<String, Object>();
        json.put("id", 900700 + pull.number);
        json.put("iid", pull.number);
        json.put("project_id", 500100);
        json.put("title", pull.title);
        json.put("state", pull.open ? "opened" : pull.mergeCommit.isPresent() ? "merged" : "closed");
        json.put("author", user(pull.author));
        json.put("source_branch", pull.branch);
        json.put("target_branch", pull.base);
        json.put("source_project_id", pull.fork ? 500200 : 500100);
        json.put("target_project_id", 500100);
        json.put("draft", pull.draft);
        json.put("sha", pull.head);
        json.put("merge_commit_sha", pull.mergeCommit.orElse(null));
        json.put("squash_commit_sha", null);
        json.put("has_conflicts", pull.conflicting);
        json.put("merge_status", pull.conflicting ? "cannot_be_merged" : "can_be_merged");
        json.put("detailed_merge_status", pull.conflicting ? "conflict" : pull.draft ? "draft_status" : "mergeable");
        json.put("diverged_commits_count", pull.mergeBase.equals(there.branches.get(pull.base)) ? 0 : 1);
        return json;
    }

    @Override
    public void moved(Repository there, Pull pull, Move move, String before, String actor) {
        String event = switch (move) {
            case OPENED -> "merge_request.open";
            case PUSHED -> "merge_request.update";
            case REOPENED -> "merge_request.reopen";
        };
        Template payload = about(there, pull, event, actor);
        if (move == Move.PUSHED) {
            payload.set("object_attributes.oldrev", before);
        }
        tell(event, payload);
    }

    private Template about(Repository there, Pull pull, String event, String actor) {
        return of(there, event, actor)
                .set("object_attributes.iid", pull.number)
                .set("object_attributes.title", pull.title)
                .set("object_attributes.source_branch", pull.branch)
                .set("object_attributes.target_branch", pull.base)
                .set("object_attributes.draft", pull.draft)
                .set("object_attributes.last_commit.id", pull.head);
    }

    private Template of(Repository there, String event, String actor) {
        return Template.of("gitlab", event)
                .set("project.path_with_namespace", there.name)
                .set("user.username", actor)
                .set("user.id", world.idOf(actor));
    }

    @Override
    public void closed(Repository there, Pull pull, String actor) {
        String event = pull.mergeCommit.isPresent() ? "merge_request.merge" : "merge_request.close";
        Template payload = about(there, pull, event, actor);
        pull.mergeCommit.ifPresent(sha -> payload.set("object_attributes.merge_commit_sha", sha));
        tell(event, payload);
    }

    @Override
    public void reviewed(Repository there, Pull pull, Review review) {
        String event = review.state().equals("APPROVED") ? "merge_request.approved" : "merge_request.unapproved";
        tell(event, about(there, pull, event, review.reviewer()));
    }

    @Override
    public void pushed(Repository there, String branch, String before, String after, String actor) {
        tell(
                "push",
                Template.of("gitlab", "push")
                        .set("project.path_with_namespace", there.name)
                        .set("user_username", actor)
                        .set("ref", "refs/heads/" + branch)
                        .set("before", before)
                        .set("after", after)
                        .set("checkout_sha", after));
    }

    @Override
    public void commented(Repository there, Comment comment) {
        String event = comment.onIssue() ? "note.issue" : "note.merge_request";
        tell(
                event,
                of(there, event, comment.author())
                        .set("object_attributes.id", comment.id())
                        .set("object_attributes.note", comment.body())
                        .set("object_attributes.description", comment.body())
                        .set((comment.onIssue() ? "issue" : "merge_request") + ".iid", comment.number()));
    }

    private void tell(String recorded, Template payload) {
        SequencedMap<String, String> headers = Template.headers("gitlab", recorded);
        headers.put("Idempotency-Key", "f5e57ef5-d3ce-4aa4-8a3b-%012d".formatted(++lastDelivery));
        headers.put("X-Gitlab-Token", WEBHOOK_SECRET);
        outbox.add(new SignedDelivery(recorded, headers, payload.bytes()));
    }
}
