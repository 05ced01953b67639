package dev.envctl.runner.review;

import dev.envctl.runner.forge.Forge;
import dev.envctl.runner.run.AuditLog;
import dev.envctl.runner.run.Environments;
import dev.envctl.runner.run.NewRun;
import dev.envctl.runner.run.Run;
import dev.envctl.runner.run.Runs;
import dev.envctl.runner.settings.RunnerSettings;
import java.time.Clock;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jdbi.v3.core.Jdbi;

/// What the review works with, wired once. The settings are asked for with each event, since they can be reloaded;
/// `forges` by the names in them.
public record ReviewParts(
        Supplier<RunnerSettings> settings,
        Function<String, Optional<Forge>> forges,
        Stores stores,
        Affected affected,
        Unlock unlock,
        RunQueue queue,
        Speech speech,
        Looks looks) {

    public record Stores(
            Runs runs,
            Environments environments,
            AuditLog audit,
            PullRequests pullRequests,
            Approvals approvals,
            Pushes pushes,
            IssueAnswers answers) {

        public static Stores of(Jdbi jdbi, Clock clock) {
            return new Stores(
                    new Runs(jdbi, clock),
                    new Environments(jdbi),
                    new AuditLog(jdbi, clock),
                    new PullRequests(jdbi, clock),
                    new Approvals(jdbi, clock),
                    new Pushes(jdbi, clock),
                    new IssueAnswers(jdbi));
        }
    }

    /// [Runs#enqueue], and whoever works on runs is woken.
    @FunctionalInterface
    public interface RunQueue {
        Optional<Run> enqueue(NewRun run);
    }

    /// Has [EventHandler#lookAgain] called soon, once for any number of requests and never twice at a time for one
    /// pull request.
    @FunctionalInterface
    public interface Looks {
        void soon(PullRequestKey pullRequest);
    }

    /// Has [Voice#speak] called soon, once for any number of requests and never twice at a time for one pull
    /// request.
    @FunctionalInterface
    public interface Speech {
        void soon(PullRequestKey pullRequest);
    }
}
