package dev.envctl.testing.forge;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.envctl.runner.settings.RunnerSettings.ForgeSettings;
import dev.envctl.runner.settings.RunnerSettings.ForgeType;
import dev.envctl.testing.forge.ForgeServer.Paging;
import dev.envctl.testing.forge.ForgeServer.Request;
import dev.envctl.testing.forge.ForgeServer.Response;
import dev.envctl.testing.forge.World.Comment;
import dev.envctl.testing.forge.World.Move;
import dev.envctl.testing.forge.World.Permission;
import dev.envctl.testing.forge.World.Pull;
import dev.envctl.testing.forge.World.Repository;
import dev.envctl.testing.forge.World.Review;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Gitea, or Forgejo where that differs: in the headers of its webhooks.
public final class FakeGitea extends HubForge {

    private final boolean forgejo;

    private FakeGitea(boolean forgejo) {
        super(
                "/api/v1",
                new Paging("limit", 30, 50),
                new Habits("gitea", "status", Integer.MAX_VALUE, Integer.MAX_VALUE));
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
    boolean isKnown(Request request) {
        return ("token " + TOKEN).equals(request.headers().getFirst("Authorization"));
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

    @Override
    void routes() {
        super.routes();
        on(
                "GET",
                "/repos/{}/{}/commits/{}/pull",
                (there, request) -> mergedAs(there, request.part(2))
                        .map(pull -> Response.of(200, json(there, pull)))
                        .orElseGet(Response::missing));
        server.on("GET", "/orgs/{}/teams/search", this::searchTeams);
        server.on(
                "GET",
                "/teams/{}/members/{}",
                request -> world.isIn(world.teams().get(request.number(0) - 1), request.part(1))
                        ? Response.of(200, user(request.part(1)))
                        : Response.missing());
    }

    @Override
    Map<String, Object> user(String name) {
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

    /// All at once: there are no pages of them.
    @Override
    Response listComments(Request request, List<Comment> comments) {
        return Response.of(200, comments.stream().map(this::json).toList());
    }

    /// Pull requests are issues, too, where only these are not asked for.
    @Override
    Response listIssues(Repository there, Request request) {
        String author = request.query().getOrDefault("created_by", "");
        boolean onlyOpen = request.query().getOrDefault("state", "open").equals("open");
        if (!request.query().getOrDefault("type", "").equals("issues")) {
            return Response.of(500, Map.of("message", "pull requests among issues are not in this fake"));
        }
        if (!author.isEmpty() && !world.isUser(author)) {
            return Response.missing();
        }
        return page(request, there.issues(author, onlyOpen), this::json);
    }

    @Override
    Response changeOther(Repository there, Request request) {
        return Response.missing();
    }

    @Override
    Map<String, Object> json(Repository there, Review review) {
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
                there.permission(review.reviewer()).compareTo(Permission.WRITE) >= 0,
                "dismissed",
                review.dismissed());
    }

    @Override
    ObjectNode json(Repository there, Pull pull) {
        return template(there, pull)
                .set("mergeable", pull.open && !pull.conflicting)
                .set("head.repo_id", pull.fork ? 500200 : 500100)
                .set("base.sha", there.head(pull.base))
                .set("merge_base", pull.mergeBase)
                .root();
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

    @Override
    public void reviewed(Repository there, Pull pull, Review review) {
        String event = review.state().equals("APPROVED") ? "pull_request_approved" : "pull_request_rejected";
        tell(event, event, about(there, pull, event, review.reviewer()));
    }

    /// Gitea says more of a pull request that is commented on than GitHub.
    @Override
    Template comment(Repository there, Comment comment, String event) {
        Template payload = super.comment(there, comment, event);
        return comment.onIssue()
                ? payload
                : payload.set("pull_request", json(there, world.pull(there.name, comment.number())));
    }

    @Override
    void tell(String event, String recorded, Template payload) {
        String id = nextId("4f8ab1d5-6c9d-4e9c-9b0a");
        Template told = payload.at(toldSoFar());
        String signature = Signing.hex(WEBHOOK_SECRET, told.bytes());
        var headers = new LinkedHashMap<String, String>();
        for (String family : List.of("Gitea", "Gogs", "GitHub")) {
            headers.put("X-" + family + "-Delivery", id);
        }
        if (forgejo) {
            headers.put("X-Forgejo-Delivery", id);
            headers.put("X-Forgejo-Event", event);
            headers.put("X-Forgejo-Event-Type", eventType(recorded));
            headers.put("X-Forgejo-Signature", signature);
        }
        headers.put("X-Gitea-Signature", signature);
        headers.put("X-Gogs-Signature", signature);
        headers.putAll(Signing.hub(WEBHOOK_SECRET, told.bytes()));
        tell(event, "gitea", recorded, told, headers);
    }

    private static String eventType(String recorded) {
        return Optional.ofNullable(Template.headers("gitea", recorded).get("X-Gitea-Event-Type"))
                .orElseThrow();
    }
}
