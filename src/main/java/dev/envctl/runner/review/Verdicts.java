package dev.envctl.runner.review;

import dev.envctl.runner.forge.Forge.Verdict;
import dev.envctl.runner.review.Overview.Line;
import dev.envctl.runner.run.Run;
import dev.envctl.runner.run.Run.State;
import java.util.List;

/// What a forge shows as a sign beside a commit. A plan that is missing is never a success; for one that nobody needs
/// any more, since its pull request is closed, the sign says nothing.
final class Verdicts {

    private Verdicts() {}

    static Verdict of(State state) {
        return switch (state) {
            case QUEUED, RUNNING -> Verdict.PENDING;
            case SUCCEEDED -> Verdict.SUCCESS;
            case FAILED, REFUSED, CANCELLED, SUPERSEDED -> Verdict.FAILURE;
        };
    }

    static Verdict plan(Overview overview, Line line) {
        Verdict verdict = line.plan().map(Run::state).map(Verdicts::of).orElse(Verdict.PENDING);
        boolean isMissing = line.plan().map(Run::state).map(Verdicts::isMissing).orElse(true);
        return isMissing && !overview.pull().isOpen() ? Verdict.NEUTRAL : verdict;
    }

    /// A plan that runs on after a merge still gets its verdict; one that waits was taken out of the queue.
    private static boolean isMissing(State state) {
        return state == State.QUEUED || state == State.SUPERSEDED || state == State.CANCELLED;
    }

    /// Of all the plans: the worst, and nothing is right as long as one of them is not known.
    static Verdict check(Overview overview) {
        if (overview.pull().memory().trouble().isPresent()) {
            return Verdict.FAILURE;
        }
        List<Verdict> plans =
                overview.lines().stream().map(line -> plan(overview, line)).toList();
        if (overview.pull().memory().skipped().isPresent() || plans.isEmpty()) {
            return Verdict.NEUTRAL;
        }
        for (Verdict worse : List.of(Verdict.PENDING, Verdict.FAILURE, Verdict.NEUTRAL)) {
            if (plans.contains(worse)) {
                return worse;
            }
        }
        return Verdict.SUCCESS;
    }
}
