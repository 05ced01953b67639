package dev.envctl.runner.forge;

import java.util.List;
import java.util.Optional;

/// What the runner asks of GitHub, GitLab, Gitea and Forgejo. Each call is one or a few requests and blocks; throws
/// [ForgeException]. Repository names and numbers come from verified deliveries; all other text may be hostile.
public interface Forge {

    /// The name in `runner.yaml`.
    String name();

    /// The longest comment it takes, in characters.
    int commentLimit();

    /// Its state now, not that of a delivery, which may be old.
    PullRequest pullRequest(String repository, int number);

    /// The open pull requests whose head is this commit.
    List<Integer> pullRequestsAt(String repository, String commit);

    /// The pull request by which a commit came into the default branch, if by any.
    Optional<Integer> mergedBy(String repository, String commit);

    /// Whether `user` is the one, in the team, or may push, as `user:…`, `team:…`, `writers` say.
    boolean is(String repository, String user, String principal);

    /// Writes a comment, or writes over the one that is there. Returns its id. Where no id is known, or the comment
    /// is gone, the one of ours that has the mark is looked for before it is written anew: it may have been written
    /// by a process that died before it could keep the id.
    long comment(Conversation where, Optional<Long> id, OwnMark mark, String body);

    /// Shows that a comment was heard; a second time shows no more.
    void acknowledge(String repository, int number, long comment);

    /// A check with annotations where the forge has them, a commit status elsewhere. Returns its id; empty where
    /// there is none to update by. Where no id is known, ours of that name at the commit is looked for first.
    /// Annotations that are there are not added again, and stay.
    default Optional<Long> check(String repository, Check check) {
        status(repository, CommitStatus.of(check));
        return Optional.empty();
    }

    void status(String repository, CommitStatus status);

    /// Opens an issue, or changes, re-opens or closes the one that is there, which is found like a comment. Returns
    /// its number; empty where there was none to close.
    Optional<Integer> issue(String repository, Optional<Integer> number, IssueText text);

    /// How git reaches the repository just now.
    GitCredentials credentials(String repository);

    /// Throws when the forge cannot be reached or refuses the credentials.
    void ping();

    /// `base` is the commit at which the base branch is now, and empty where that branch is gone. `mergeable` is
    /// that git can merge it and it is no draft, and not that nothing else is missing; it and `upToDate` are of an
    /// open one, and false of all others. `approved` stays what it was.
    record PullRequest(
            int number,
            String title,
            String author,
            boolean open,
            boolean merged,
            Optional<String> mergeCommit,
            boolean fork,
            String head,
            String base,
            String baseBranch,
            boolean approved,
            boolean mergeable,
            boolean upToDate) {}

    /// Where comments are. Numbers of issues and of pull requests overlap at some forges.
    record Conversation(String repository, int number, boolean onIssue) {}

    enum Verdict {
        PENDING,
        SUCCESS,
        FAILURE,
        /// Nothing was wrong and nothing was done.
        NEUTRAL
    }

    record Check(
            Optional<Long> id,
            String commit,
            String name,
            Verdict verdict,
            String title,
            String summary,
            List<Annotation> annotations,
            String link) {
        public Check {
            annotations = List.copyOf(annotations);
        }
    }

    record Annotation(String file, int line, boolean error, String title, String message) {}

    /// One line per `context` and commit.
    record CommitStatus(String commit, String context, Verdict verdict, String description, String link) {

        /// What is left of a check where a forge has none: no summary and no annotations.
        public static CommitStatus of(Check check) {
            return new CommitStatus(check.commit(), check.name(), check.verdict(), check.title(), check.link());
        }
    }

    /// `mark` is another for each issue of a repository.
    record IssueText(OwnMark mark, String title, String body, boolean open) {}

    /// Both empty where nothing is needed.
    record GitCredentials(String user, String password) {
        public static final GitCredentials NONE = new GitCredentials("", "");

        @Override
        public String toString() {
            return "GitCredentials[" + user + ", ***]";
        }
    }
}
