package dev.envctl.runner.work;

import dev.envctl.plan.Plan;
import dev.envctl.report.CulpritsMarkdown;
import dev.envctl.report.DriftMarkdown;
import dev.envctl.report.DriftText;
import dev.envctl.report.PlanMarkdown;
import dev.envctl.report.Style;
import dev.envctl.runner.run.Run.State;
import dev.envctl.runner.run.RunPaper;
import dev.envctl.runner.run.RunWork.Ending;

/// Looks for what differs from what was last applied, and changes nothing.
final class DriftWork {

    private final Findings findings;

    DriftWork(Findings findings) {
        this.findings = findings;
    }

    Ending perform(Job job) {
        Plan plan = job.engine().drift(job.environment());
        String text = new DriftText(Style.TEXT).render(plan);
        job.show(text);
        job.keepPlan(plan);
        job.log().keep(RunPaper.PLAN_TEXT, text);
        job.log().keep(RunPaper.PLAN_MARKDOWN, new DriftMarkdown(PlanMarkdown.COMMENT_LIMIT).render(plan));
        job.keepStatus(plan);
        keepCulprits(job, plan);
        findings.note(job, plan);
        return new Ending(State.SUCCEEDED, Job.result(DriftText.summary(plan), plan, plan.warnings()));
    }

    /// Who it was is worth knowing, and no reason to end otherwise.
    private void keepCulprits(Job job, Plan plan) {
        var culprits = job.engine().culprits(job.environment(), plan, findings.lastInSync(job));
        String text = new CulpritsMarkdown(PlanMarkdown.COMMENT_LIMIT).render(culprits);
        if (!text.isBlank()) {
            job.log().keep(RunPaper.CULPRITS_MARKDOWN, text);
        }
    }
}
