package dev.envctl.runner.work;

import dev.envctl.plan.Plan;
import dev.envctl.problem.Code;
import dev.envctl.problem.Problem;
import dev.envctl.problem.ProblemException;
import dev.envctl.report.Words;
import dev.envctl.runner.run.Run;
import dev.envctl.runner.run.RunPaper;
import dev.envctl.runner.run.RunResult;
import dev.envctl.runner.run.Runs;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// The plans that people have seen, for comparison with what would be done now. A digest says whether it is the same;
/// what differs is told from the papers of the run that showed it.
final class ApprovedPlans {

    private static final int LOOKED_AT = 200;

    private final Runs runs;

    ApprovedPlans(Runs runs) {
        this.runs = runs;
    }

    /// The plan with which an earlier attempt of a run began to apply, or an earlier run which it tries again, if
    /// one came that far.
    Optional<PlanSketch> begunBy(Run run) {
        Optional<PlanSketch> own = run.attempt() <= 1 ? Optional.empty() : begunAt(run, run);
        return own.or(() -> begunBefore(run));
    }

    private Optional<PlanSketch> begunAt(Run earlier, Run run) {
        return runs.paper(earlier.id(), RunPaper.PLAN_JSON)
                .map(PlanSketch::read)
                .filter(begun ->
                        run.expectedDigest().map(begun.digest()::equals).orElse(true));
    }

    /// A run of the same pull request that was to apply the same plan. Once an apply of the environment came to its
    /// end, whosever, there is no remainder of what came before.
    private Optional<PlanSketch> begunBefore(Run run) {
        if (run.expectedDigest().isEmpty() || run.cause().pullRequest().isEmpty()) {
            return Optional.empty();
        }
        return applies(run).stream()
                .takeWhile(earlier -> earlier.state() != Run.State.SUCCEEDED)
                .filter(earlier -> isOfTheSame(earlier, run))
                .flatMap(earlier -> begunAt(earlier, run).stream())
                .findFirst();
    }

    /// Earlier ones of the environment, the newest first.
    private List<Run> applies(Run run) {
        return runs.list(Runs.Filter.latest(LOOKED_AT)
                .of(run.environment())
                .of(Run.Kind.APPLY)
                .before(run.id()));
    }

    private static boolean isOfTheSame(Run earlier, Run run) {
        return earlier.expectedDigest().equals(run.expectedDigest())
                && earlier.cause().pullRequest().equals(run.cause().pullRequest());
    }

    /// Throws when somebody wants what a merge left undone tried again, and another apply came to its end since it
    /// was tried first: it would be taken back. When it was wanted there may have been none yet.
    void requireLatest(Run run) {
        if (!run.isRetryAfterMerge()) {
            return;
        }
        List<Run> applies = applies(run);
        long first = applies.stream()
                .filter(earlier -> isOfTheSame(earlier, run))
                .mapToLong(Run::id)
                .min()
                .orElse(run.id());
        applies.stream()
                .filter(earlier -> earlier.state() == Run.State.SUCCEEDED && earlier.id() > first)
                .findFirst()
                .ifPresent(later -> {
                    throw new ProblemException(Problem.of(
                                    Code.NOT_WHAT_REMAINS,
                                    "Run %d has applied %s since it was tried first, and trying it again would take that"
                                                    .formatted(
                                                            later.id(),
                                                            run.environment().directory())
                                            + " back.")
                            .withHint("Nothing more was touched. A pull request that touches it is planned with all"
                                    + " that is pending."));
                });
    }

    void requireRemainder(PlanSketch begun, Plan left) {
        List<String> excess =
                Remainder.excess(begun.changes(), PlanSketch.of(left).changes());
        if (!excess.isEmpty()) {
            throw new ProblemException(Problem.of(
                            Code.NOT_WHAT_REMAINS,
                            "The apply was broken off, and what is left is not what was approved:\n%s"
                                    .formatted(listed(excess)))
                    .withHint("Nothing more was touched. Plan again, and approve the new plan."));
        }
    }

    /// Throws when a run expects a plan and this is another one.
    void requireApproved(Run run, Plan plan) {
        Optional<String> expected = run.expectedDigest();
        if (expected.isEmpty() || expected.get().equals(plan.digest())) {
            return;
        }
        Optional<PlanSketch> seen = seen(run, expected.get());
        throw new ProblemException(
                plan.isEmpty() ? nothingToApply(run, expected.get(), seen) : mismatch(expected.get(), seen, plan));
    }

    private static Problem nothingToApply(Run run, String expected, Optional<PlanSketch> seen) {
        String what = seen.map(PlanSketch::words).orElse("the plan with the digest " + Words.shortDigest(expected));
        return Problem.of(
                        Code.NOTHING_TO_APPLY,
                        "Nothing is left to apply in %s, but this was approved: %s."
                                .formatted(run.environment().directory(), what))
                .withHint("Somebody has done it otherwise, or its reason is gone.");
    }

    private static Problem mismatch(String expected, Optional<PlanSketch> seen, Plan plan) {
        String differences = seen.map(approved -> ":\n" + listed(Difference.between(approved, PlanSketch.of(plan))))
                .orElse(". The approved plan is not kept any more, so what differs cannot be told.");
        return Problem.of(
                        Code.DIGEST_MISMATCH,
                        "The plan has the digest %s, not the approved %s%s"
                                .formatted(Words.shortDigest(plan.digest()), Words.shortDigest(expected), differences))
                .withHint("Nothing was touched. Look at the new plan, and approve that.");
    }

    private Optional<PlanSketch> seen(Run run, String digest) {
        Runs.Filter plans = Runs.Filter.latest(LOOKED_AT)
                .of(run.environment())
                .of(Run.Kind.PLAN)
                .in(Run.State.SUCCEEDED);
        return runs.list(plans).stream()
                .filter(plan -> plan.result().flatMap(RunResult::digest).equals(Optional.of(digest)))
                .findFirst()
                .flatMap(plan -> runs.paper(plan.id(), RunPaper.PLAN_JSON))
                .map(PlanSketch::read);
    }

    private static String listed(List<String> sentences) {
        return sentences.stream().map(line -> "- " + line).collect(Collectors.joining("\n"));
    }
}
