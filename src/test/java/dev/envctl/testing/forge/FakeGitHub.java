package dev.envctl.testing.forge;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.envctl.runner.settings.RunnerSettings.App;
import dev.envctl.runner.settings.RunnerSettings.ForgeSettings;
import dev.envctl.runner.settings.RunnerSettings.ForgeType;
import dev.envctl.runner.settings.SecretReference;
import dev.envctl.runner.settings.SecretValues;
import dev.envctl.testing.forge.ForgeServer.Paging;
import dev.envctl.testing.forge.ForgeServer.Request;
import dev.envctl.testing.forge.ForgeServer.Response;
import dev.envctl.testing.forge.World.Check;
import dev.envctl.testing.forge.World.Move;
import dev.envctl.testing.forge.World.Pull;
import dev.envctl.testing.forge.World.Repository;
import dev.envctl.testing.forge.World.Review;
import java.time.Clock;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// GitHub by a token, or with an App installed in every organisation.
public final class FakeGitHub extends HubForge {

    private static final SecretReference KEY_AT = new SecretReference("env:APP_KEY");

    private final Optional<FakeApp> app;

    private FakeGitHub(Optional<FakeApp> app) {
        super("", new Paging("per_page", 30, 100), new Habits("github", "state", 65_536, 140));
        this.app = app;
        world.idOf(ourselves());
        routes();
    }

    public static FakeGitHub withToken() {
        return new FakeGitHub(Optional.empty());
    }

    /// `clock` says when its tokens end.
    public static FakeGitHub asApp(Clock clock) {
        return new FakeGitHub(Optional.of(new FakeApp(clock)));
    }

    /// The key of an App that nobody here knows.
    public static String strangersKey() {
        return FakeApp.strangersKey();
    }

    /// Tokens that were given to the App so far.
    /// All that were given until now are good no more.
    public void takeTokensBack() {
        app.orElseThrow().takeTokensBack();
    }

    public int tokensGiven() {
        return app.orElseThrow().tokensGiven();
    }

    /// An App writes by an account that is named after it.
    @Override
    public String ourselves() {
        return app.isPresent() ? FakeApp.SLUG + "[bot]" : OURSELVES;
    }

    @Override
    public ForgeSettings settings() {
        return new ForgeSettings(
                "github",
                ForgeType.GITHUB,
                server.api(),
                WEBHOOK_SECRET_AT,
                app.isPresent() ? Optional.empty() : Optional.of(TOKEN_AT),
                app.map(_ -> new App(FakeApp.ID, Optional.empty(), KEY_AT)));
    }

    @Override
    public SecretValues secrets() {
        SecretValues others = super.secrets();
        return reference -> reference.equals(KEY_AT) ? FakeApp.key() : others.read(reference);
    }

    @Override
    boolean isKnown(Request request) {
        String given = Optional.ofNullable(request.headers().getFirst("Authorization"))
                .filter(value -> value.startsWith("Bearer "))
                .map(value -> value.substring("Bearer ".length()))
                .orElse("");
        boolean asApp = request.path().startsWith("/app") || request.path().endsWith("/installation");
        return app.map(known -> asApp ? known.isSignedByIt(given) : known.isGood(given))
                .orElse(given.equals(TOKEN));
    }

    @Override
    void routes() {
        super.routes();
        app.ifPresent(this::appRoutes);
        on("GET", "/repos/{}/{}", (there, _) -> Response.of(200, json(there)));
        on("GET", "/repos/{}/{}/compare/{*}", (there, request) -> compare(there, request.part(2)));
        on(
                "GET",
                "/repos/{}/{}/commits/{}/pulls",
                (there, request) -> page(
                        request,
                        there.pulls.values().stream()
                                .filter(pull -> isIn(pull, request.part(2)))
                                .toList(),
                        pull -> json(there, pull)));
        server.on(
                "GET",
                "/orgs/{}/teams/{}/memberships/{}",
                request -> world.isIn(repository(request), request.part(2))
                        ? Response.of(200, Map.of("role", "member", "state", "active"))
                        : Response.missing());
        on("POST", "/repos/{}/{}/check-runs", (there, request) -> check(there, world.nextId(), request));
        on(
                "PATCH",
                "/repos/{}/{}/check-runs/{}",
                (there, request) -> there.checks.containsKey(request.id(2))
                        ? check(there, request.id(2), request)
                        : Response.missing());
        on(
                "GET",
                "/repos/{}/{}/commits/{}/check-runs",
                (there, request) -> FakeChecks.list(there, request.part(2), request.query()));
        on(
                "GET",
                "/repos/{}/{}/check-runs/{}/annotations",
                (there, request) -> Optional.ofNullable(there.checks.get(request.id(2)))
                        .map(check -> page(request, check.annotations(), FakeChecks::json))
                        .orElseGet(Response::missing));
    }

    private void appRoutes(FakeApp installed) {
        server.on("GET", "/app", _ -> Response.of(200, Map.of("id", Long.parseLong(FakeApp.ID), "slug", FakeApp.SLUG)));
        on("GET", "/repos/{}/{}/installation", (_, _) -> Response.of(200, Map.of("id", 77001)));
        server.on("POST", "/app/installations/77001/access_tokens", _ -> installed.giveToken());
    }

    private static boolean isIn(Pull pull, String commit) {
        return pull.mergeCommit.filter(commit::equals).isPresent() || (pull.open && pull.head.equals(commit));
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

    /// Only Apps write checks.
    private Response check(Repository there, long id, Request request) {
        return app.isPresent()
                ? FakeChecks.write(there, id, request)
                : Response.of(403, Map.of("message", "You must authenticate via a GitHub App."));
    }

    /// Another App's check.
    public long checkByAnotherApp(String repository, String commit, String name) {
        return world.locked(() -> {
            long id = world.nextId();
            Check check = new Check(id, commit, name, "completed", "success", "Fine.", "", "other", List.of());
            world.repository(repository).checks.put(id, check);
            return id;
        });
    }

    /// Pull requests are issues, too; the latest is first.
    @Override
    Response listIssues(Repository there, Request request) {
        boolean onlyOpen = request.query().getOrDefault("state", "open").equals("open");
        String author = request.query().getOrDefault("creator", "");
        var found = new TreeMap<Integer, Map<String, Object>>(Comparator.reverseOrder());
        there.issues(author, onlyOpen).forEach(issue -> found.put(issue.number(), json(issue)));
        there.pulls.values().stream()
                .filter(pull -> author.isEmpty() || pull.author.equals(author))
                .filter(pull -> pull.open || !onlyOpen)
                .forEach(pull -> found.put(pull.number, asIssue(pull)));
        return server.page(request, List.copyOf(found.values()), paging);
    }

    private Map<String, Object> asIssue(Pull pull) {
        String url = server.api() + "/pulls/" + pull.number;
        return Map.of(
                "number",
                pull.number,
                "title",
                pull.title,
                "body",
                pull.description,
                "user",
                user(pull.author),
                "pull_request",
                Map.of("url", url));
    }

    @Override
    Response changeOther(Repository there, Request request) {
        return Optional.ofNullable(there.pulls.get(number(request)))
                .map(pull -> {
                    pull.description = request.text("body");
                    return Response.of(200, Map.of("number", pull.number));
                })
                .orElseGet(() -> Response.of(410, Map.of("message", "This issue was deleted")));
    }

    @Override
    Map<String, Object> user(String name) {
        return Map.of("login", name, "id", world.idOf(name));
    }

    private static ObjectNode json(Repository there) {
        ObjectNode json = Template.of("github", "pull_request.opened").node("repository");
        String[] names = there.name.split("/", -1);
        return new Template(json)
                .set("full_name", there.name)
                .set("name", names[1])
                .set("owner.login", names[0])
                .root();
    }

    @Override
    Map<String, Object> json(Repository there, Review review) {
        return Map.of(
                "id",
                80,
                "user",
                user(review.reviewer()),
                "state",
                review.dismissed() ? "DISMISSED" : review.state(),
                "commit_id",
                review.commit());
    }

    /// GitHub finds out in the background whether it can be merged.
    @Override
    ObjectNode asked(Repository there, Pull pull) {
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

    @Override
    ObjectNode json(Repository there, Pull pull) {
        return template(there, pull)
                .set("head.repo.full_name", pull.fork ? pull.author + "/infra" : there.name)
                .set("base.sha", pull.mergeBase)
                .root();
    }

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

    @Override
    public void reviewed(Repository there, Pull pull, Review review) {
        Template payload = of(there, "pull_request_review.submitted", review.reviewer());
        payload.setWithin("pull_request", json(there, pull))
                .set("review.state", review.state().toLowerCase(Locale.ROOT))
                .set("review.commit_id", review.commit())
                .set("review.user.login", review.reviewer());
        tell("pull_request_review", "pull_request_review.submitted", payload);
    }

    /// Somebody presses "Re-run" on a check.
    public void rerun(String repository, String head, String check, String actor) {
        world.locked(() -> {
            Template payload = of(world.repository(repository), "check_run.rerequested", actor)
                    .set("check_run.name", check)
                    .set("check_run.head_sha", head);
            tell("check_run", "check_run.rerequested", payload);
            return true;
        });
        outbox.flush();
    }

    @Override
    void tell(String event, String recorded, Template payload) {
        var headers = new LinkedHashMap<String, String>();
        headers.put("X-GitHub-Delivery", nextId("72d3162e-cc78-11e3-81ab"));
        Template told = payload.at(toldSoFar());
        headers.putAll(Signing.hub(WEBHOOK_SECRET, told.bytes()));
        tell(event, "github", recorded, told, headers);
    }
}
