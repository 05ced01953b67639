package dev.envctl.runner.forge.gitea;

import com.fasterxml.jackson.databind.JsonNode;
import dev.envctl.runner.forge.Forge;
import dev.envctl.runner.forge.ForgeAccount;
import dev.envctl.runner.forge.ForgeException;
import dev.envctl.runner.forge.OwnMark;
import dev.envctl.runner.forge.Principal;
import dev.envctl.runner.forge.rest.OwnTexts.Fields;
import dev.envctl.runner.forge.rest.OwnTexts.Shelf;
import dev.envctl.runner.forge.rest.Rest;
import dev.envctl.runner.forge.rest.Rest.Authorization;
import dev.envctl.runner.forge.rest.TokenAccess;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Gitea or Forgejo by a token with scopes `write:repository`, `write:issue`, `read:user` and, for teams,
/// `read:organization`. To say who may write, its account must be an administrator of the repository. There are no
/// checks: a check is a commit status here, and its annotations are nowhere but in the comment.
public final class GiteaForge implements Forge {

    /// No limit is documented. Comments used to be 65,535 bytes on MySQL; this leaves room for characters of
    /// several.
    private static final int COMMENT = 60_000;

    private static final int DESCRIPTION = 255;

    private static final Fields COMMENTS = new Fields("id", "body", "/user/login");

    private static final Fields ISSUES = new Fields("number", "body", "/user/login");

    private static final Set<String> MAY_WRITE = Set.of("write", "admin", "owner");

    private final ForgeAccount account;
    private final TokenAccess access;
    private final Rest rest;

    public GiteaForge(ForgeAccount account) {
        this.account = account;
        this.access =
                TokenAccess.of(account, Authorization.of("Authorization", () -> "token " + account.token()), "login");
        this.rest = access.rest();
    }

    @Override
    public String name() {
        return account.settings().name();
    }

    @Override
    public int commentLimit() {
        return COMMENT - OwnMark.LENGTH;
    }

    /// `base.sha` is where the base branch is now, so it is the merge base of whoever is up to date.
    @Override
    public PullRequest pullRequest(String repository, int number) {
        String what = "reading pull request " + number + " of " + repository;
        JsonNode found = rest.get(what, path(repository) + "/pulls/" + number);
        String base = found.path("base").path("sha").asText();
        boolean open = found.path("state").asText().equals("open");
        boolean merged = found.path("merged").asBoolean();
        return new PullRequest(
                number,
                found.path("title").asText(),
                login(found),
                open,
                merged,
                Optional.of(found.path("merge_commit_sha").asText("")).filter(sha -> merged && !sha.isEmpty()),
                isFork(found),
                found.path("head").path("sha").asText(),
                base,
                found.path("base").path("ref").asText(),
                isApproved(what, repository, number, login(found)),
                open
                        && found.path("mergeable").asBoolean()
                        && !found.path("draft").asBoolean(),
                open && !base.isEmpty() && found.path("merge_base").asText().equals(base));
    }

    /// A fork that was deleted meanwhile has no id any more.
    private static boolean isFork(JsonNode found) {
        return found.path("head").path("repo_id").asLong(-1)
                != found.path("base").path("repo_id").asLong(-2);
    }

    private static String login(JsonNode written) {
        return written.path("user").path("login").asText();
    }

    /// Gitea marks as official the reviews of those who may write or, where the branch is protected, may approve.
    private boolean isApproved(String what, String repository, int number, String author) {
        var latest = new LinkedHashMap<String, String>();
        for (JsonNode review : rest.list(what, path(repository) + "/pulls/" + number + "/reviews?limit=50")) {
            String state = review.path("state").asText();
            boolean counts =
                    review.path("official").asBoolean() && !login(review).equals(author);
            if (counts && (state.equals("APPROVED") || state.equals("REQUEST_CHANGES"))) {
                latest.put(login(review), review.path("dismissed").asBoolean() ? "DISMISSED" : state);
            }
        }
        return latest.containsValue("APPROVED") && !latest.containsValue("REQUEST_CHANGES");
    }

    @Override
    public List<Integer> pullRequestsAt(String repository, String commit) {
        return rest
                .list("listing the pull requests of " + repository, path(repository) + "/pulls?state=open&limit=50")
                .stream()
                .filter(open -> open.path("head").path("sha").asText().equals(commit))
                .map(open -> open.path("number").asInt())
                .toList();
    }

    @Override
    public Optional<Integer> mergedBy(String repository, String commit) {
        return rest.find(
                        "looking up the pull request that brought " + commit + " into " + repository,
                        path(repository) + "/commits/" + Rest.encode(commit) + "/pull")
                .filter(found -> found.path("merged").asBoolean())
                .filter(found -> found.path("base")
                        .path("ref")
                        .asText()
                        .equals(found.path("base")
                                .path("repo")
                                .path("default_branch")
                                .asText()))
                .map(found -> found.path("number").asInt());
    }

    @Override
    public boolean is(String repository, String user, String principal) {
        return Principal.is(
                user,
                principal,
                (what, team) -> isIn(what, repository, user, team),
                what -> mayWrite(what, repository, user));
    }

    private boolean mayWrite(String what, String repository, String user) {
        return rest.find(what, path(repository) + "/collaborators/" + Rest.encode(user) + "/permission")
                .map(found -> found.path("permission").asText())
                .filter(MAY_WRITE::contains)
                .isPresent();
    }

    /// A team of the organisation that has the repository.
    private boolean isIn(String what, String repository, String user, String team) {
        String owner = repository.substring(0, Math.max(0, repository.indexOf('/')));
        return rest.find(what, "/orgs/" + Rest.encode(owner) + "/teams/search?limit=50&q=" + Rest.encode(team)).stream()
                .flatMap(found -> found.path("data").valueStream())
                .filter(found -> found.path("name").asText().equalsIgnoreCase(team))
                .anyMatch(found -> rest.find(
                                what, "/teams/" + found.path("id").asLong() + "/members/" + Rest.encode(user))
                        .isPresent());
    }

    /// All comments are listed at once.
    @Override
    public long comment(Conversation where, Optional<Long> id, OwnMark mark, String body) {
        String issues = path(where.repository()) + "/issues/";
        Shelf shelf = new Shelf(issues + where.number() + "/comments", "", issues + "comments/", "PATCH", COMMENTS);
        return access.comments(where, shelf).comment(id, mark, body);
    }

    @Override
    public void acknowledge(String repository, int number, long comment) {
        rest.sendTo(
                "acknowledging a comment on " + number + " of " + repository,
                "POST",
                path(repository) + "/issues/comments/" + comment + "/reactions",
                Map.of("content", "eyes"));
    }

    @Override
    public void status(String repository, CommitStatus status) {
        rest.send(
                "setting status " + status.context() + " of " + repository,
                "POST",
                path(repository) + "/statuses/" + Rest.encode(status.commit()),
                Map.of(
                        "state", state(status.verdict()),
                        "context", status.context(),
                        "description", Rest.shorten(status.description(), DESCRIPTION),
                        "target_url", status.link()));
    }

    private static String state(Verdict verdict) {
        return switch (verdict) {
            case PENDING -> "pending";
            case SUCCESS, NEUTRAL -> "success";
            case FAILURE -> "failure";
        };
    }

    /// The latest are listed first.
    @Override
    public Optional<Integer> issue(String repository, Optional<Integer> number, IssueText text) {
        String issues = path(repository) + "/issues";
        Shelf shelf = new Shelf(issues, "?type=issues&state=all&limit=50&created_by=", issues + "/", "PATCH", ISSUES);
        return access.issues(repository, shelf).issue(number, text, Map.of("state", text.open() ? "open" : "closed"));
    }

    @Override
    public GitCredentials credentials(String repository) {
        return access.credentials();
    }

    @Override
    public void ping() {
        access.ping();
    }

    private static String path(String repository) {
        int slash = repository.indexOf('/');
        if (slash < 1 || slash != repository.lastIndexOf('/') || repository.contains("..")) {
            throw new ForgeException("reaching a repository: its name is not owner/name", false);
        }
        return "/repos/" + Rest.encode(repository.substring(0, slash)) + "/"
                + Rest.encode(repository.substring(slash + 1));
    }
}
