package dev.envctl.testing.forge;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.envctl.testing.forge.ForgeServer.Paging;
import dev.envctl.testing.forge.ForgeServer.Request;
import dev.envctl.testing.forge.ForgeServer.Response;
import dev.envctl.testing.forge.World.Comment;
import dev.envctl.testing.forge.World.Issue;
import dev.envctl.testing.forge.World.Pull;
import dev.envctl.testing.forge.World.Repository;
import dev.envctl.testing.forge.World.Review;
import dev.envctl.testing.forge.World.Status;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// GitHub, and what Gitea does after its example.
abstract sealed class HubForge extends LoopbackForge permits FakeGitHub, FakeGitea {

    /// Where they differ in small things: the folder of the recorded payloads, what they call the state of a commit
    /// status, and how long a comment and the description of a status may be.
    record Habits(String folder, String state, int longestComment, int longestDescription) {}

    private final Habits habits;

    HubForge(String prefix, Paging paging, Habits habits) {
        super(prefix, paging);
        this.habits = habits;
    }

    @Override
    final String repository(Request request) {
        return request.part(0) + "/" + request.part(1);
    }

    @Override
    final int number(Request request) {
        return request.number(2);
    }

    @Override
    public String someRepository() {
        return "acme/infra";
    }

    @Override
    public String principal(String team) {
        return "team:" + team;
    }

    void routes() {
        server.on("GET", "/user", _ -> Response.of(200, user(OURSELVES)));
        on(
                "GET",
                "/repos/{}/{}/pulls",
                (there, request) -> page(
                        request,
                        there.pulls.values().stream().filter(pull -> pull.open).toList(),
                        pull -> json(there, pull)));
        onPull("GET", "/repos/{}/{}/pulls/{}", (there, pull, _) -> Response.of(200, asked(there, pull)));
        onPull(
                "GET",
                "/repos/{}/{}/pulls/{}/reviews",
                (there, pull, request) -> page(request, pull.reviews, review -> json(there, review)));
        on("GET", "/repos/{}/{}/collaborators/{}/permission", this::permission);
        on(
                "GET",
                "/repos/{}/{}/issues/{}/comments",
                (there, request) ->
                        listComments(request, there.comments(number(request), there.isIssue(number(request)))));
        on("POST", "/repos/{}/{}/issues/{}/comments", this::addComment);
        on(
                "PATCH",
                "/repos/{}/{}/issues/comments/{}",
                (there, request) -> world.edit(there, request.id(2), request.text("body"))
                        .map(comment -> Response.of(200, json(comment)))
                        .orElseGet(Response::missing));
        on("POST", "/repos/{}/{}/issues/comments/{}/reactions", (there, request) -> react(there, request));
        on("POST", "/repos/{}/{}/statuses/{}", this::addStatus);
        on("GET", "/repos/{}/{}/issues", this::listIssues);
        on("POST", "/repos/{}/{}/issues", (there, request) -> writeIssue(there, there.nextIssue(), request));
        on(
                "PATCH",
                "/repos/{}/{}/issues/{}",
                (there, request) -> there.isIssue(number(request))
                        ? writeIssue(there, number(request), request)
                        : changeOther(there, request));
    }

    abstract Map<String, Object> user(String name);

    abstract ObjectNode json(Repository there, Pull pull);

    abstract Map<String, Object> json(Repository there, Review review);

    abstract Response listIssues(Repository there, Request request);

    /// What is no issue, or none any more.
    abstract Response changeOther(Repository there, Request request);

    /// What is answered when one is asked for.
    ObjectNode asked(Repository there, Pull pull) {
        return json(there, pull);
    }

    Response listComments(Request request, List<Comment> comments) {
        return page(request, comments, this::json);
    }

    Map<String, Object> json(Comment comment) {
        return Map.of("id", comment.id(), "body", comment.body(), "user", user(comment.author()));
    }

    Map<String, Object> json(Issue issue) {
        return Map.of(
                "number",
                issue.number(),
                "title",
                issue.title(),
                "body",
                issue.body(),
                "state",
                issue.open() ? "open" : "closed",
                "user",
                user(issue.author()));
    }

    private Response permission(Repository there, Request request) {
        String user = request.part(2);
        if (!world.isUser(user)) {
            return Response.missing();
        }
        String permission = there.permission(user).name().toLowerCase(Locale.ROOT);
        return Response.of(200, Map.of("permission", permission, "role_name", permission, "user", user(user)));
    }

    private Response addComment(Repository there, Request request) {
        if (request.text("body").length() > habits.longestComment()) {
            return Response.of(422, Map.of("message", "Validation Failed"));
        }
        boolean onIssue = there.isIssue(number(request));
        return Response.of(
                201, json(world.comment(there.name, number(request), onIssue, ourselves(), request.text("body"))));
    }

    private static Response react(Repository there, Request request) {
        if (!there.comments.containsKey(request.id(2))) {
            return Response.missing();
        }
        boolean isNew = there.react(request.id(2), request.text("content"));
        return Response.of(isNew ? 201 : 200, Map.of("id", 1, "content", request.text("content")));
    }

    private Response addStatus(Repository there, Request request) {
        if (request.text("description").length() > habits.longestDescription()) {
            return Response.of(422, Map.of("message", "Validation Failed: description is too long"));
        }
        String state = request.text("state");
        there.statuses.add(new Status(
                request.part(2),
                request.text("context"),
                state,
                request.text("description"),
                request.text("target_url")));
        return Response.of(201, Map.of("id", 1, habits.state(), state, "context", request.text("context")));
    }

    private Response writeIssue(Repository there, int number, Request request) {
        boolean open = !request.text("state").equals("closed");
        return Response.of(
                201, json(there.write(number, ourselves(), request.text("title"), request.text("body"), open)));
    }

    /// What both say of a pull request, in the words of one that was recorded.
    Template template(Repository there, Pull pull) {
        var json = new Template(
                        Template.of(habits.folder(), "pull_request.opened").node("pull_request"))
                .set("number", pull.number)
                .set("title", pull.title)
                .set("draft", pull.draft)
                .set("user.login", pull.author)
                .set("user.id", world.idOf(pull.author))
                .set("state", pull.open ? "open" : "closed")
                .set("merged", pull.mergeCommit.isPresent())
                .set("head.sha", pull.head)
                .set("head.ref", pull.branch)
                .set("base.ref", pull.base)
                .set("base.repo.full_name", there.name)
                .set("base.repo.default_branch", World.DEFAULT_BRANCH);
        pull.mergeCommit.ifPresent(sha -> json.set("merge_commit_sha", sha).set("merged_at", "2026-01-05T09:12:31Z"));
        return json;
    }

    /// Signs it and adds its headers.
    abstract void tell(String event, String recorded, Template payload);

    Template of(Repository there, String event, String actor) {
        return Template.of(habits.folder(), event)
                .set("repository.full_name", there.name)
                .set("sender.login", actor)
                .set("sender.id", world.idOf(actor));
    }

    Template about(Repository there, Pull pull, String event, String actor) {
        return of(there, event, actor).set("number", pull.number).set("pull_request", json(there, pull));
    }

    @Override
    public void closed(Repository there, Pull pull, String actor) {
        tell("pull_request", "pull_request.closed", about(there, pull, "pull_request.closed", actor));
    }

    @Override
    public void pushed(Repository there, String branch, String before, String after, String actor) {
        Template push = of(there, "push", actor)
                .set("ref", "refs/heads/" + branch)
                .set("before", before)
                .set("after", after)
                .set("head_commit.id", after);
        tell("push", "push", push);
    }

    @Override
    public void commented(Repository there, Comment comment) {
        String event = comment.onIssue() ? "issue_comment.created_on_issue" : "issue_comment.created";
        tell("issue_comment", event, comment(there, comment, event));
    }

    Template comment(Repository there, Comment comment, String event) {
        return of(there, event, comment.author())
                .set("issue.number", comment.number())
                .set("comment.id", comment.id())
                .set("comment.body", comment.body())
                .set("comment.user.login", comment.author());
    }

    static Optional<Pull> mergedAs(Repository there, String commit) {
        return there.pulls.values().stream()
                .filter(pull -> pull.mergeCommit.filter(commit::equals).isPresent())
                .findFirst();
    }
}
