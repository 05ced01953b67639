package dev.envctl.runner.forge.github;

import com.fasterxml.jackson.databind.JsonNode;
import dev.envctl.runner.forge.Forge;
import dev.envctl.runner.forge.ForgeAccount;
import dev.envctl.runner.forge.ForgeException;
import dev.envctl.runner.forge.OwnMark;
import dev.envctl.runner.forge.Principal;
import dev.envctl.runner.forge.rest.OwnTexts;
import dev.envctl.runner.forge.rest.OwnTexts.Fields;
import dev.envctl.runner.forge.rest.OwnTexts.Shelf;
import dev.envctl.runner.forge.rest.Rest;
import dev.envctl.runner.forge.rest.Rest.Authorization;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.kohsuke.github.GHCommitState;
import org.kohsuke.github.GHException;
import org.kohsuke.github.GHIssueState;
import org.kohsuke.github.GHPullRequest;
import org.kohsuke.github.GHRepository;
import org.kohsuke.github.GHUser;
import org.kohsuke.github.GitHub;
import org.kohsuke.github.GitHubBuilder;

/// GitHub by a token, or as an App, which alone may write checks.
public final class GitHubForge implements Forge {

    private static final int COMMENT = 65_536;

    private static final int DESCRIPTION = 140;

    private static final Fields COMMENTS = new Fields("id", "body", "/user/login");

    private static final Fields ISSUES = new Fields("number", "body", "/user/login");

    private static final int ASKED_WHETHER_MERGEABLE = 4;

    private static final Pattern REPOSITORY = Pattern.compile("[A-Za-z0-9_.-]+/[A-Za-z0-9_.-]+");

    private final ForgeAccount account;
    private final Tokens tokens;

    public GitHubForge(ForgeAccount account) {
        this.account = account;
        this.tokens = new Tokens(account);
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
        String what = "reading pull request " + number + " of " + repository;
        return read(what, repository, there -> {
            GHPullRequest found = there.getPullRequest(number);
            boolean open = found.getState() == GHIssueState.OPEN;
            Optional<JsonNode> comparison = comparison(what, repository, found);
            if (open && comparison.isEmpty()) {
                throw new ForgeException(what + ": its branch cannot be compared with its base", false);
            }
            return new PullRequest(
                    number,
                    found.getTitle(),
                    author(found),
                    open,
                    found.isMerged(),
                    found.isMerged() ? Optional.ofNullable(found.getMergeCommitSha()) : Optional.empty(),
                    isFork(found, there),
                    found.getHead().getSha(),
                    comparison
                            .map(ends -> ends.path("base_commit").path("sha").asText())
                            .orElse(found.getBase().getSha()),
                    found.getBase().getRef(),
                    isApproved(what, repository, found),
                    open && !found.isDraft() && isMergeable(found),
                    open
                            && comparison
                                    .filter(ends -> ends.path("behind_by").asInt(-1) == 0)
                                    .isPresent());
        });
    }

    /// A fork that was deleted meanwhile has no repository any more.
    private static boolean isFork(GHPullRequest found, GHRepository base) {
        GHRepository head = found.getHead().getRepository();
        return head == null || !head.getFullName().equalsIgnoreCase(base.getFullName());
    }

    /// The second page has the counts and the base, and neither files nor patches, which may be megabytes. The base
    /// of a pull request's own answer is that of when it was last pushed to; this one is the branch's head now.
    private Optional<JsonNode> comparison(String what, String repository, GHPullRequest found) {
        String range =
                Rest.encode(found.getBase().getRef()) + "..." + found.getHead().getSha();
        return rest(repository).find(what, path(repository) + "/compare/" + range + "?per_page=1&page=2");
    }

    private boolean isApproved(String what, String repository, GHPullRequest found) throws IOException {
        List<JsonNode> reviews =
                rest(repository).list(what, path(repository) + "/pulls/" + found.getNumber() + "/reviews?per_page=100");
        String author = author(found);
        return Reviews.approve(reviews, reviewer -> !reviewer.equals(author) && mayWrite(what, repository, reviewer));
    }

    /// GitHub finds out in the background and says nothing meanwhile. Not what is missing for branch protection:
    /// that may be the very status that we are about to give.
    private boolean isMergeable(GHPullRequest found) throws IOException {
        for (int asked = 0; asked < ASKED_WHETHER_MERGEABLE; asked++) {
            Boolean mergeable = found.getMergeable();
            if (mergeable != null) {
                return mergeable;
            }
            account.transport().pause().last(Duration.ofSeconds(1));
        }
        return false;
    }

    /// GitHub's own name for an account that is gone.
    private static String author(GHPullRequest found) throws IOException {
        GHUser user = found.getUser();
        return user == null ? "ghost" : user.getLogin();
    }

    @Override
    public List<Integer> pullRequestsAt(String repository, String commit) {
        return read(
                "listing the pull requests of " + repository,
                repository,
                there -> there.queryPullRequests().state(GHIssueState.OPEN).list().withPageSize(100).toList().stream()
                        .filter(open -> open.getHead().getSha().equals(commit))
                        .map(GHPullRequest::getNumber)
                        .toList());
    }

    /// For a commit of the default branch GitHub names the pull request that brought it there.
    @Override
    public Optional<Integer> mergedBy(String repository, String commit) {
        String what = "looking up the pull request that brought " + commit + " into " + repository;
        List<JsonNode> merged =
                rest(repository).list(what, path(repository) + "/commits/" + Rest.encode(commit) + "/pulls").stream()
                        .filter(pull -> pull.path("merged_at").isTextual())
                        .filter(pull -> pull.path("base")
                                .path("ref")
                                .asText()
                                .equals(pull.path("base")
                                        .path("repo")
                                        .path("default_branch")
                                        .asText()))
                        .toList();
        return merged.stream()
                .filter(pull -> pull.path("merge_commit_sha").asText().equals(commit))
                .findFirst()
                .or(() -> merged.stream().findFirst())
                .map(pull -> pull.path("number").asInt());
    }

    @Override
    public boolean is(String repository, String user, String principal) {
        return Principal.is(
                user,
                principal,
                (what, team) -> isIn(what, repository, user, team),
                what -> mayWrite(what, repository, user));
    }

    /// A team of the organisation that has the repository. Somebody who was invited and has not answered is not in
    /// it.
    private boolean isIn(String what, String repository, String user, String team) {
        String owner = repository.substring(0, repository.indexOf('/'));
        return rest(repository)
                .find(
                        what,
                        "/orgs/" + Rest.encode(owner) + "/teams/" + Rest.encode(team) + "/memberships/"
                                + Rest.encode(user))
                .filter(membership -> membership.path("state").asText().equals("active"))
                .isPresent();
    }

    /// GitHub answers `none` for strangers; not found is for accounts that are gone.
    private boolean mayWrite(String what, String repository, String user) {
        if (!Principal.isAccount(user)) {
            return false;
        }
        return rest(repository)
                .find(what, path(repository) + "/collaborators/" + Rest.encode(user) + "/permission")
                .map(found -> found.path("permission").asText())
                .filter(permission -> permission.equals("write") || permission.equals("admin"))
                .isPresent();
    }

    /// The oldest are listed first, and it takes no more than 2,500.
    @Override
    public long comment(Conversation where, Optional<Long> id, OwnMark mark, String body) {
        String issues = path(where.repository()) + "/issues/";
        Shelf shelf = new Shelf(
                issues + where.number() + "/comments", "?per_page=100", issues + "comments/", "PATCH", COMMENTS);
        return OwnTexts.in(where, rest(where.repository()), shelf, this::login).comment(id, mark, body);
    }

    /// An App writes by an account that is named after it.
    private String login(String what) {
        return account.settings()
                .app()
                .map(app -> tokens.asApp(app).get(what, "/app").path("slug").asText() + "[bot]")
                .orElseGet(() -> withToken().get(what, "/user").path("login").asText());
    }

    private Rest withToken() {
        return new Rest(account.transport(), account.api(), bearer(account::token));
    }

    /// A comment that is gone already needs none.
    @Override
    public void acknowledge(String repository, int number, long comment) {
        rest(repository)
                .sendTo(
                        "acknowledging a comment on " + number + " of " + repository,
                        "POST",
                        path(repository) + "/issues/comments/" + comment + "/reactions",
                        Map.of("content", "eyes"));
    }

    /// With a token there are no checks: GitHub lets only Apps write them.
    @Override
    public Optional<Long> check(String repository, Check check) {
        if (!tokens.isApp()) {
            return Forge.super.check(repository, check);
        }
        String what = "writing check " + check.name() + " of " + repository;
        var checks = new Checks(what, rest(repository), path(repository), () -> login(what));
        return Optional.of(read(what, repository, there -> checks.write(there, check)));
    }

    @Override
    public void status(String repository, CommitStatus status) {
        String what = "setting status " + status.context() + " of " + repository;
        read(
                what,
                repository,
                there -> there.createCommitStatus(
                        status.commit(),
                        switch (status.verdict()) {
                            case PENDING -> GHCommitState.PENDING;
                            case SUCCESS, NEUTRAL -> GHCommitState.SUCCESS;
                            case FAILURE -> GHCommitState.FAILURE;
                        },
                        status.link(),
                        Rest.shorten(status.description(), DESCRIPTION),
                        status.context()));
    }

    /// The latest are listed first.
    @Override
    public Optional<Integer> issue(String repository, Optional<Integer> number, IssueText text) {
        String issues = path(repository) + "/issues";
        Shelf shelf = new Shelf(issues, "?state=all&per_page=100&creator=", issues + "/", "PATCH", ISSUES);
        return OwnTexts.of(repository, rest(repository), shelf, this::login)
                .issue(number, text, Map.of("state", text.open() ? "open" : "closed"));
    }

    @Override
    public GitCredentials credentials(String repository) {
        return new GitCredentials("x-access-token", tokens.of(checked(repository)));
    }

    @Override
    public void ping() {
        String what = "reaching " + name();
        account.settings()
                .app()
                .ifPresentOrElse(
                        app -> tokens.asApp(app).get(what, "/app"),
                        () -> withToken().get(what, "/user"));
    }

    private Rest rest(String repository) {
        return new Rest(account.transport(), account.api(), authorization(repository));
    }

    private Authorization authorization(String repository) {
        return new Authorization() {
            @Override
            public String name() {
                return "Authorization";
            }

            @Override
            public String value() {
                return "Bearer " + tokens.of(checked(repository));
            }

            @Override
            public void refused() {
                tokens.refused(repository);
            }
        };
    }

    private static Authorization bearer(Supplier<String> token) {
        return Authorization.of("Authorization", () -> "Bearer " + token.get());
    }

    private static String path(String repository) {
        return "/repos/" + checked(repository);
    }

    /// The name is put into paths as it is.
    private static String checked(String repository) {
        if (!REPOSITORY.matcher(repository).matches() || repository.contains("..")) {
            throw new ForgeException("reaching a repository: its name is not owner/name", false);
        }
        return repository;
    }

    @FunctionalInterface
    private interface Reading<T> {
        T of(GHRepository repository) throws IOException;
    }

    private <T> T read(String what, String repository, Reading<T> reading) {
        try {
            return reading.of(library(what, repository).getRepository(checked(repository)));
        } catch (IOException | GHException misread) {
            throw new ForgeException(what + ": the answer cannot be read", true, misread);
        }
    }

    private GitHub library(String what, String repository) throws IOException {
        return new GitHubBuilder()
                .withEndpoint(account.api().toString())
                .withConnector(new LibraryConnector(account.transport(), what, () -> tokens.refused(repository)))
                .withAuthorizationProvider(() -> authorization(repository).value())
                .build();
    }
}
