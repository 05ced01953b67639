package dev.envctl.runner.forge.gitlab;

import com.fasterxml.jackson.databind.JsonNode;
import dev.envctl.runner.forge.Forge;
import dev.envctl.runner.forge.ForgeAccount;
import dev.envctl.runner.forge.ForgeException;
import dev.envctl.runner.forge.OwnMark;
import dev.envctl.runner.forge.Principal;
import dev.envctl.runner.forge.rest.Answer;
import dev.envctl.runner.forge.rest.OwnTexts.Fields;
import dev.envctl.runner.forge.rest.OwnTexts.Shelf;
import dev.envctl.runner.forge.rest.Rest;
import dev.envctl.runner.forge.rest.Rest.Authorization;
import dev.envctl.runner.forge.rest.TokenAccess;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// GitLab by a token: a person's, a group's or a project's, with scope `api`. It has no checks: a check is a commit
/// status here, and its annotations are nowhere but in the comment.
public final class GitLabForge implements Forge {

    private static final int COMMENT = 1_000_000;

    private static final int DESCRIPTION = 255;

    /// Developers may push.
    private static final int DEVELOPER = 30;

    /// The least that a member has.
    private static final int MINIMAL = 5;

    private static final Fields NOTES = new Fields("id", "body", "/author/username");

    private static final Fields ISSUES = new Fields("iid", "description", "/author/username");

    private static final int ASKED_WHETHER_MERGEABLE = 4;

    private static final Set<String> UNDECIDED = Set.of("unchecked", "checking", "preparing", "approvals_syncing");

    /// Not what is missing for approval, or by the pipeline: that may be the very status that we are about to give.
    private static final Set<String> NOT_MERGEABLE = Set.of(
            "unchecked",
            "checking",
            "preparing",
            "broken_status",
            "conflict",
            "draft_status",
            "need_rebase",
            "not_open");

    private final ForgeAccount account;
    private final TokenAccess access;
    private final Rest rest;

    public GitLabForge(ForgeAccount account) {
        this.account = account;
        this.access = TokenAccess.of(account, Authorization.of("PRIVATE-TOKEN", account::token), "username");
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

    @Override
    public PullRequest pullRequest(String repository, int number) {
        String what = "reading merge request " + number + " of " + repository;
        String path = mergeRequest(repository, number);
        JsonNode found = settled(what, path);
        String state = found.path("state").asText();
        boolean open = state.equals("opened") || state.equals("locked");
        String base = found.path("target_branch").asText();
        return new PullRequest(
                number,
                found.path("title").asText(),
                found.path("author").path("username").asText(),
                open,
                state.equals("merged"),
                mergeCommit(found),
                found.path("source_project_id").asLong(-1)
                        != found.path("target_project_id").asLong(-2),
                found.path("sha").asText(),
                head(what, repository, base, open),
                base,
                isApproved(what, repository, path, found),
                open && isMergeable(found),
                open && found.path("diverged_commits_count").asInt(-1) == 0);
    }

    /// GitLab finds out in the background whether it can be merged.
    private JsonNode settled(String what, String path) {
        String query = path + "?include_diverged_commits_count=true";
        JsonNode found = rest.get(what, query);
        for (int asked = 1; asked < ASKED_WHETHER_MERGEABLE && isUndecided(found); asked++) {
            account.transport().pause().last(Duration.ofSeconds(1));
            found = rest.get(what, query);
        }
        return found;
    }

    private static boolean isUndecided(JsonNode found) {
        return found.path("state").asText().equals("opened") && UNDECIDED.contains(mergeStatus(found));
    }

    /// The detailed one is there since GitLab 15.6.
    private static String mergeStatus(JsonNode found) {
        return found.path("detailed_merge_status")
                .asText(found.path("merge_status").asText("unchecked"));
    }

    private static boolean isMergeable(JsonNode found) {
        return !found.path("has_conflicts").asBoolean(true)
                && !found.path("draft").asBoolean(false)
                && !NOT_MERGEABLE.contains(mergeStatus(found))
                && !mergeStatus(found).equals("cannot_be_merged");
    }

    /// With fast-forward there is no commit but those of the branch.
    private static Optional<String> mergeCommit(JsonNode found) {
        return Stream.of("merge_commit_sha", "squash_commit_sha", "sha")
                .filter(_ -> found.path("state").asText().equals("merged"))
                .map(found::path)
                .filter(JsonNode::isTextual)
                .map(JsonNode::asText)
                .findFirst();
    }

    /// Empty for a merge request that is over and whose target branch is gone.
    private String head(String what, String repository, String branch, boolean open) {
        Optional<String> head = rest.find(what, project(repository) + "/repository/branches/" + Rest.encode(branch))
                .map(found -> found.path("commit").path("id").asText());
        if (open && head.isEmpty()) {
            throw new ForgeException(what + ": its target branch is gone", false);
        }
        return head.orElse("");
    }

    /// `approved` is true also where nobody need approve and nobody did; so somebody must have who may push and is
    /// not the author.
    private boolean isApproved(String what, String repository, String path, JsonNode found) {
        JsonNode approvals = rest.get(what, path + "/approvals");
        if (!approvals.path("approved").asBoolean(false)) {
            return false;
        }
        long author = found.path("author").path("id").asLong();
        return approvals
                .path("approved_by")
                .valueStream()
                .map(approval -> approval.path("user").path("id").asLong())
                .anyMatch(user -> user != author && level(what, project(repository), user) >= DEVELOPER);
    }

    /// The highest by which the user is an active member of a project or group, itself or by inheritance; 0 for
    /// none.
    private int level(String what, String place, long user) {
        return rest.find(what, place + "/members/all/" + user)
                .filter(member -> member.path("state").asText("active").equals("active"))
                .map(member -> member.path("access_level").asInt())
                .orElse(0);
    }

    @Override
    public List<Integer> pullRequestsAt(String repository, String commit) {
        return rest
                .list(
                        "listing the merge requests of " + repository,
                        project(repository) + "/merge_requests?state=opened&per_page=100")
                .stream()
                .filter(open -> open.path("sha").asText().equals(commit))
                .map(open -> open.path("iid").asInt())
                .toList();
    }

    @Override
    public Optional<Integer> mergedBy(String repository, String commit) {
        String what = "looking up the merge request that brought " + commit + " into " + repository;
        String project = project(repository);
        List<JsonNode> merged =
                rest.list(what, project + "/repository/commits/" + Rest.encode(commit) + "/merge_requests").stream()
                        .filter(found -> found.path("state").asText().equals("merged"))
                        .toList();
        if (merged.isEmpty()) {
            return Optional.empty();
        }
        String branch = rest.get(what, project).path("default_branch").asText();
        return merged.stream()
                .filter(found -> found.path("target_branch").asText().equals(branch))
                .findFirst()
                .map(found -> found.path("iid").asInt());
    }

    /// A team is a group by its full path.
    @Override
    public boolean is(String repository, String user, String principal) {
        return Principal.is(
                user,
                principal,
                (what, team) -> memberLevel(what, "/groups/" + Rest.encode(team), user) >= MINIMAL,
                what -> memberLevel(what, project(repository), user) >= DEVELOPER);
    }

    private int memberLevel(String what, String place, String user) {
        return rest.get(what, "/users?username=" + Rest.encode(user))
                .valueStream()
                .filter(found ->
                        new Principal.User(user).is(found.path("username").asText()))
                .map(found -> level(what, place, found.path("id").asLong()))
                .findFirst()
                .orElse(0);
    }

    @Override
    public long comment(Conversation where, Optional<Long> id, OwnMark mark, String body) {
        String notes = (where.onIssue()
                        ? project(where.repository()) + "/issues/" + where.number()
                        : mergeRequest(where.repository(), where.number()))
                + "/notes";
        Shelf shelf = new Shelf(notes, "?order_by=created_at&sort=asc&per_page=100", notes + "/", "PUT", NOTES);
        return access.comments(where, shelf).comment(id, mark, body);
    }

    /// Numbers of issues and merge requests overlap, ids of notes do not. Not found is also the answer to a second
    /// time.
    @Override
    public void acknowledge(String repository, int number, long comment) {
        String what = "acknowledging a comment on " + number + " of " + repository;
        Map<String, String> eyes = Map.of("name", "eyes");
        String emoji = "/notes/" + comment + "/award_emoji";
        if (rest.sendTo(what, "POST", mergeRequest(repository, number) + emoji, eyes)
                .isEmpty()) {
            rest.sendTo(what, "POST", project(repository) + "/issues/" + number + emoji, eyes);
        }
    }

    /// GitLab has a state machine: to be told the state that it is in already is a bad request.
    @Override
    public void status(String repository, CommitStatus status) {
        String what = "setting status " + status.context() + " of " + repository;
        Answer answer = rest.answer(
                what,
                "POST",
                project(repository) + "/statuses/" + Rest.encode(status.commit()),
                Map.of(
                        "state", state(status.verdict()),
                        "name", Rest.shorten(status.context(), DESCRIPTION),
                        "description", Rest.shorten(status.description(), DESCRIPTION),
                        "target_url", status.link()));
        boolean already = answer.status() == 400 && answer.body().contains("Cannot transition status");
        if (!answer.isGood() && !already) {
            throw Rest.refusal(what, answer, account.token());
        }
    }

    private static String state(Verdict verdict) {
        return switch (verdict) {
            case PENDING -> "running";
            case SUCCESS, NEUTRAL -> "success";
            case FAILURE -> "failed";
        };
    }

    /// The latest are listed first.
    @Override
    public Optional<Integer> issue(String repository, Optional<Integer> number, IssueText text) {
        String issues = project(repository) + "/issues";
        Shelf shelf = new Shelf(issues, "?per_page=100&author_username=", issues + "/", "PUT", ISSUES);
        return access.issues(repository, shelf)
                .issue(number, text, Map.of("state_event", text.open() ? "reopen" : "close"));
    }

    @Override
    public GitCredentials credentials(String repository) {
        return access.credentials();
    }

    @Override
    public void ping() {
        access.ping();
    }

    private static String project(String repository) {
        return "/projects/" + Rest.encode(repository);
    }

    private static String mergeRequest(String repository, int number) {
        return project(repository) + "/merge_requests/" + number;
    }
}
