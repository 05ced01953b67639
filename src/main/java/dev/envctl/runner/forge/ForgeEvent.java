package dev.envctl.runner.forge;

import java.util.Optional;

/// What a forge tells, reduced to what the runner acts on. What is true now it asks the forge.
public sealed interface ForgeEvent {

    String repository();

    /// Opened, re-opened, or pushed to; ready for review.
    record PullRequestMoved(String repository, int number, String head, String actor) implements ForgeEvent {}

    record PullRequestClosed(String repository, int number, boolean merged, String actor) implements ForgeEvent {}

    /// `approves` is false for a mere comment, a wish for changes, and an approval that is taken back. `commit` is
    /// the one that was reviewed, where the forge says so.
    record ReviewGiven(String repository, int number, String actor, boolean approves, Optional<String> commit)
            implements ForgeEvent {

        /// An approval of whatever is there.
        public ReviewGiven(String repository, int number, String actor) {
            this(repository, number, actor, true, Optional.empty());
        }
    }

    record Pushed(String repository, String branch, String before, String after, String actor) implements ForgeEvent {}

    /// `number` is of a pull request, or of an issue when `onIssue`.
    record Commented(String repository, int number, boolean onIssue, long comment, String actor, String body)
            implements ForgeEvent {}

    record CheckRerun(String repository, String head, Optional<String> check, String actor) implements ForgeEvent {}

    record Ping(String repository) implements ForgeEvent {}

    /// Something else, said so that the delivery log can show it.
    record Ignored(String repository, String reason) implements ForgeEvent {}
}
