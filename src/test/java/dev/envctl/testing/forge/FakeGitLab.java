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

/// GitLab. Issues and merge requests are numbered apart. Requesting changes takes an approval back.
public final class FakeGitLab extends LoopbackForge {

    public FakeGitLab() {
        super("/api/v4", new Paging("per_page", 20, 100));
        world.numberIssuesApart();
        world.idOf(OURSELVES);
        routes();
    }

    @Override
    boolean isKnown(Request request) {
        return TOKEN.equals(request.headers().getFirst("PRIVATE-TOKEN"));
    }

    @Override
    String repository(Request request) {
        return request.part(0);
    }

    @Override
    int number(Request request) {
        return request.number(1);
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
    public ForgeSettings settings() {
        return new ForgeSettings(
                "gitlab", ForgeType.GITLAB, server.api(), WEBHOOK_SECRET_AT, Optional.of(TOKEN_AT), Optional.empty());
    }

    private void routes() {
        server.on("GET", "/user", _ -> Response.of(200, user(OURSELVES)));
        server.on("GET", "/users", this::users);
        server.on(
                "GET",
                "/groups/{}/members/all/{}",
                request -> world.userOf(request.id(1))
                        .filter(user -> world.isIn(request.part(0), user))
                        .map(_ -> Response.of(200, Map.of("id", request.id(1), "state", "active", "access_level", 20)))
                        .orElseGet(Response::missing));
        on("GET", "/projects/{}", (there, _) -> Response.of(200, json(there)));
        on("GET", "/projects/{}/members/all/{}", this::member);
        on(
                "GET",
                "/projects/{}/repository/branches/{}",
                (there, request) -> Optional.ofNullable(there.branches.get(request.part(1)))
                        .map(sha -> Response.of(200, Map.of("name", request.part(1), "commit", Map.of("id", sha))))
                        .orElseGet(Response::missing));
        on(
                "GET",
                "/projects/{}/merge_requests",
                (there, request) -> page(
                        request,
                        there.pulls.values().stream().filter(pull -> pull.open).toList(),
                        pull -> json(there, pull)));
        onPull("GET", "/projects/{}/merge_requests/{}", (there, pull, _) -> Response.of(200, asked(there, pull)));
        onPull("GET", "/projects/{}/merge_requests/{}/approvals", (_, pull, _) -> approvals(pull));
        on(
                "GET",
                "/projects/{}/repository/commits/{}/merge_requests",
                (there, request) -> page(
                        request,
                        there.pulls.values().stream()
                                .filter(pull -> pull.mergeCommit
                                        .filter(request.part(1)::equals)
                                        .isPresent())
                                .toList(),
                        pull -> json(there, pull)));
        notes("/projects/{}/merge_requests/{}/notes", false);
        notes("/projects/{}/issues/{}/notes", true);
        on("POST", "/projects/{}/statuses/{}", FakeGitLab::addStatus);
        on("GET", "/projects/{}/issues", this::listIssues);
        on("POST", "/projects/{}/issues", (there, request) -> writeIssue(there, there.nextIssue(), request));
        on(
                "PUT",
                "/projects/{}/issues/{}",
                (there, request) -> there.isIssue(number(request))
                        ? writeIssue(there, number(request), request)
                        : Response.missing());
    }

    private Response users(Request request) {
        return Response.of(
                200,
                Optional.ofNullable(request.query().get("username")).filter(world::isUser).map(this::user).stream()
                        .toList());
    }

    private static Map<String, Object> json(Repository there) {
        return Map.of("id", 500100, "path_with_namespace", there.name, "default_branch", World.DEFAULT_BRANCH);
    }

    private Response member(Repository there, Request request) {
        return world.userOf(request.id(1))
                .map(there::permission)
                .filter(permission -> permission != Permission.NONE)
                .map(permission -> Response.of(
                        200, Map.of("id", request.id(1), "state", "active", "access_level", level(permission))))
                .orElseGet(Response::missing);
    }

    private void notes(String path, boolean onIssue) {
        conversation("GET", path, onIssue, (there, request) -> listNotes(there, request, onIssue));
        conversation(
                "POST",
                path,
                onIssue,
                (there, request) -> Response.of(
                        201,
                        json(world.comment(there.name, number(request), onIssue, OURSELVES, request.text("body")))));
        conversation(
                "PUT",
                path + "/{}",
                onIssue,
                (there, request) -> note(there, request, onIssue)
                        .flatMap(_ -> world.edit(there, request.id(2), request.text("body")))
                        .map(comment -> Response.of(200, json(comment)))
                        .orElseGet(Response::missing));
        conversation(
                "POST",
                path + "/{}/award_emoji",
                onIssue,
                (there, request) -> note(there, request, onIssue)
                        .map(comment -> award(there, comment, request))
                        .orElseGet(Response::missing));
    }

    /// Answers what begins with the number of an issue or of a merge request.
    private void conversation(String method, String path, boolean onIssue, AboutRepository answer) {
        on(
                method,
                path,
                (there, request) -> (onIssue ? there.issues : there.pulls).containsKey(number(request))
                        ? answer.answer(there, request)
                        : Response.missing());
    }

    private Optional<Comment> note(Repository there, Request request, boolean onIssue) {
        return there.comments(number(request), onIssue).stream()
                .filter(comment -> comment.id() == request.id(2))
                .findFirst();
    }

    /// The latest first, unless asked otherwise.
    private Response listNotes(Repository there, Request request, boolean onIssue) {
        List<Comment> notes = there.comments(number(request), onIssue);
        boolean oldestFirst = request.query().getOrDefault("sort", "desc").equals("asc");
        return page(request, oldestFirst ? notes : notes.reversed(), this::json);
    }

    private Map<String, Object> json(Comment comment) {
        return Map.of("id", comment.id(), "body", comment.body(), "author", user(comment.author()), "system", false);
    }

    private Response listIssues(Repository there, Request request) {
        boolean onlyOpen = request.query().getOrDefault("state", "all").equals("opened");
        String author = request.query().getOrDefault("author_username", "");
        return page(request, there.issues(author, onlyOpen), this::json);
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

    private static Response award(Repository there, Comment comment, Request request) {
        String name = request.text("name");
        return there.react(comment.id(), name)
                ? Response.of(201, Map.of("id", 1, "name", name))
                : Response.of(404, Map.of("message", "404 Award Emoji Name has already been taken Not Found"));
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

    private Response writeIssue(Repository there, int number, Request request) {
        boolean open = !request.text("state_event").equals("close");
        return Response.of(
                201, json(there.write(number, OURSELVES, request.text("title"), request.text("description"), open)));
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
        var headers = new LinkedHashMap<String, String>();
        headers.put("Idempotency-Key", nextId("f5e57ef5-d3ce-4aa4-8a3b"));
        headers.put("X-Gitlab-Token", WEBHOOK_SECRET);
        tell(recorded, "gitlab", recorded, payload, headers);
    }
}
