package dev.envctl.runner.work;

import dev.envctl.plan.Plan;
import dev.envctl.report.PlanText;
import dev.envctl.runner.run.Run.State;
import dev.envctl.runner.run.RunWork.Ending;

/// Shows what an apply would do.
final class PlanWork {

    private final Findings findings;

    PlanWork(Findings findings) {
        this.findings = findings;
    }

    Ending perform(Job job) {
        Plan plan = job.plan();
        job.keepPlan(plan);
        job.keepStatus(plan);
        findings.note(job, plan);
        return new Ending(State.SUCCEEDED, Job.result(PlanText.summary(plan), plan, plan.warnings()));
    }
}
