package dev.envctl.runner.run;

import java.time.Instant;
import java.util.Optional;

/// One plan, apply or drift check of one environment at one commit: what the queue holds, the page shows and an audit
/// asks for. `attempt` counts how often it was begun; `replica` is who began it last.
public record Run(
        long id,
        EnvironmentKey environment,
        Kind kind,
        State state,
        Cause cause,
        Revision revision,
        Optional<String> expectedDigest,
        Instant created,
        Optional<Instant> started,
        Optional<Instant> ended,
        int attempt,
        Optional<String> replica,
        boolean cancelRequested,
        Optional<RunResult> result) {

    public enum Kind {
        PLAN,
        APPLY,
        DRIFT
    }

    public enum State {
        QUEUED,
        RUNNING,
        SUCCEEDED,
        FAILED,
        /// The plan was not the approved one, or a requirement was not met: nothing was touched.
        REFUSED,
        CANCELLED,
        /// A newer commit of its pull request came before it began.
        SUPERSEDED;

        public boolean isOver() {
            return this != QUEUED && this != RUNNING;
        }
    }

    /// Who wanted it and why. `pullRequest` is the one it belongs to, which a merged apply has, too.
    public record Cause(Trigger trigger, String actor, Optional<Integer> pullRequest) {}

    public enum Trigger {
        PULL_REQUEST,
        COMMENT,
        PUSH,
        RERUN,
        SCHEDULE,
        SELF_HEAL,
        PAGE,
        API
    }

    /// `head` is the commit to work at; with a `base` it is merged into that first, in memory, and the result
    /// counts.
    public record Revision(String head, Optional<String> base) {}

    public boolean isOver() {
        return state.isOver();
    }

    /// Whether somebody asked, in a pull request that is merged, for what an earlier apply left undone.
    public boolean isRetryAfterMerge() {
        return kind == Kind.APPLY
                && cause.trigger() == Trigger.COMMENT
                && cause.pullRequest().isPresent()
                && revision.base().isEmpty();
    }
}
