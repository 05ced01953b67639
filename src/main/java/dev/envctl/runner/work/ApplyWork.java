package dev.envctl.runner.work;

import dev.envctl.apply.ApplyResult;
import dev.envctl.apply.Outcome;
import dev.envctl.engine.Engine;
import dev.envctl.lease.Lease;
import dev.envctl.plan.Plan;
import dev.envctl.problem.Code;
import dev.envctl.problem.Problem;
import dev.envctl.problem.ProblemException;
import dev.envctl.report.ApplyMarkdown;
import dev.envctl.report.ApplyText;
import dev.envctl.report.PlanMarkdown;
import dev.envctl.report.PlanText;
import dev.envctl.report.Style;
import dev.envctl.report.Words;
import dev.envctl.runner.run.Run;
import dev.envctl.runner.run.Run.State;
import dev.envctl.runner.run.RunPaper;
import dev.envctl.runner.run.RunWork.Ending;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Plans again, and does what was approved or nothing. What an earlier attempt has done stays done; this one does the
/// rest.
final class ApplyWork {

    private static final int PARALLELISM = 10;

    /// Longer than the lease of a replica that died lasts.
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    /// Who was taken for dead may only have lost sight of the database. It stops after what it is doing, and
    /// nothing that is made takes longer.
    private static final Duration PATIENCE_AFTER_A_BREAK = Duration.ofHours(1);

    private static final int MOST_PLANS = 5;

    private final ApprovedPlans approved;
    private final Engines engines;
    private final Findings findings;

    ApplyWork(ApprovedPlans approved, Engines engines, Findings findings) {
        this.approved = approved;
        this.engines = engines;
        this.findings = findings;
    }

    Ending perform(Job job) {
        approved.requireLatest(job.run());
        return approved.begunBy(job.run()).map(begun -> goOn(job, begun)).orElseGet(() -> begin(job));
    }

    private Ending begin(Job job) {
        Plan plan = job.plan();
        approved.requireApproved(job.run(), plan);
        // from here on the paper is what later attempts are measured by
        job.keepPlan(plan);
        return apply(job, plan, false);
    }

    /// What the earlier attempt had begun may come to its end while we wait for its lease. Whatever is left then is
    /// measured by the same plan.
    private Ending goOn(Job job, PlanSketch begun) {
        for (int plans = 1; ; plans++) {
            Plan plan = job.plan();
            approved.requireRemainder(begun, plan);
            job.say("An earlier attempt was broken off. This is what is left of the approved plan.");
            try {
                return apply(job, plan, true);
            } catch (ProblemException moved) {
                if (!isAbout(moved, Code.STALE_PLAN) || plans == MOST_PLANS) {
                    throw moved;
                }
                job.say("Something has changed since this was planned, so it is planned again.");
            }
        }
    }

    private static boolean isAbout(ProblemException found, Code code) {
        return found.problems().getFirst().code() == code;
    }

    private Ending apply(Job job, Plan plan, boolean again) {
        if (job.log().isCancelled()) {
            return Job.cancelled("before anything was applied");
        }
        if (plan.steps().isEmpty()) {
            return nothingLeft(job, plan, again);
        }
        job.lease().ifPresent(held -> job.say("Waiting for the lease, which %s holds.".formatted(held.holder())));
        try {
            return apply(job, plan, again ? PATIENCE_AFTER_A_BREAK : PATIENCE);
        } catch (ProblemException refused) {
            if (isAbout(refused, Code.LEASE_HELD) && job.log().isCancelled()) {
                return Job.cancelled("while it waited for the lease");
            }
            throw refused;
        }
    }

    private Ending nothingLeft(Job job, Plan plan, boolean begun) {
        job.keepStatus(plan);
        findings.note(job, plan);
        String summary = begun ? "Everything was applied by an earlier attempt." : PlanText.summary(plan);
        job.say(summary);
        return new Ending(State.SUCCEEDED, Job.result(summary, plan, plan.warnings()));
    }

    private Ending apply(Job job, Plan plan, Duration patience) {
        RunProgress progress = new RunProgress(job.log(), plan, engines::typical);
        ApplyResult applied = job.engine()
                .apply(
                        plan,
                        new Engine.ApplyOptions(
                                PARALLELISM,
                                Optional.empty(),
                                patience,
                                claim(job.run(), plan),
                                progress::shallStop,
                                progress));
        progress.throwIfBroken();
        return ended(job, afterwards(job, finished(applied)));
    }

    private Lease.Claim claim(Run run, Plan plan) {
        String holder =
                "run " + run.id() + run.replica().map(name -> " on " + name).orElse("");
        String purpose = "%s %s for %s"
                .formatted(
                        run.cause().trigger().name().toLowerCase(Locale.ROOT),
                        Words.shortDigest(plan.digest()),
                        Words.printable(run.cause().actor()));
        String wayOut = "Apply again when it is free. If the holder is gone for good, end its lease with:\n\n    "
                + command("unlock", run);
        return new Lease.Claim(plan.target().owner(), holder, engines.process(), purpose, wayOut);
    }

    /// Told to stop when there was nothing left to be stopped.
    private static ApplyResult finished(ApplyResult applied) {
        boolean isDone = applied.outcomes().stream().allMatch(Outcome.Done.class::isInstance);
        return isDone ? new ApplyResult(applied.plan(), applied.outcomes(), false, applied.problems()) : applied;
    }

    /// How things stand now is worth knowing after a failure, too; but whoever was told to stop looks no more.
    private ApplyResult afterwards(Job job, ApplyResult applied) {
        if (applied.interrupted()) {
            return applied;
        }
        try {
            Engine.Verified verified = job.engine().verify(applied, job.environment());
            job.keepStatus(verified.after());
            findings.note(job, verified.after());
            return verified.result();
        } catch (ProblemException unseen) {
            return new ApplyResult(applied.plan(), applied.outcomes(), false, unseen.problems());
        }
    }

    private static Ending ended(Job job, ApplyResult result) {
        String again = command("apply", job.run());
        String text = new ApplyText(Style.TEXT).render(result, again);
        job.show(text);
        job.log().keep(RunPaper.RESULT_TEXT, text);
        job.log().keep(RunPaper.RESULT_MARKDOWN, new ApplyMarkdown(PlanMarkdown.COMMENT_LIMIT).render(result, again));
        List<Problem> problems = ApplyText.problems(result);
        return new Ending(state(result), Job.result(ApplyText.summary(result), result.plan(), problems));
    }

    /// Only in a pull request there is somebody to ask.
    private static String command(String word, Run run) {
        String command = "envctl " + word + " " + run.environment().directory();
        return run.cause().pullRequest().isPresent() ? "/" + command : command;
    }

    private static State state(ApplyResult result) {
        if (result.isComplete()) {
            return State.SUCCEEDED;
        }
        boolean failed =
                !result.problems().isEmpty() || result.outcomes().stream().anyMatch(Outcome.Failed.class::isInstance);
        return result.interrupted() && !failed ? State.CANCELLED : State.FAILED;
    }
}
