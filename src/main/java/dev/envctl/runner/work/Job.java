package dev.envctl.runner.work;

import dev.envctl.engine.Drawing;
import dev.envctl.engine.Engine;
import dev.envctl.lease.LeaseRecord;
import dev.envctl.plan.Plan;
import dev.envctl.problem.Problem;
import dev.envctl.problem.ProblemException;
import dev.envctl.report.Json;
import dev.envctl.report.PlanJson;
import dev.envctl.report.PlanMarkdown;
import dev.envctl.report.PlanText;
import dev.envctl.report.ProblemText;
import dev.envctl.report.Standing;
import dev.envctl.report.Status;
import dev.envctl.report.StatusJson;
import dev.envctl.report.Style;
import dev.envctl.runner.run.Run;
import dev.envctl.runner.run.RunLog;
import dev.envctl.runner.run.RunPaper;
import dev.envctl.runner.run.RunResult;
import dev.envctl.runner.run.RunResult.Counts;
import dev.envctl.runner.run.RunWork.Ending;
import dev.envctl.spec.Environment;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/// One run at work: its log, its environment as it is at its commit, and an engine that sees nothing but that.
/// `isMerged` says that the commit is the default branch's by now, and not what a pull request would make of it.
record Job(Run run, RunLog log, Environment environment, Engine engine, boolean isMerged, Clock clock) {

    void say(String line) {
        log.line(line);
    }

    void show(String text) {
        log.lines(text.lines().toList());
    }

    void show(List<Problem> problems) {
        show(new ProblemText(Style.TEXT).render(problems));
    }

    Plan plan() {
        Plan plan = engine.plan(environment, Engine.PlanOptions.DEFAULT);
        show(new PlanText(Style.TEXT, false).render(plan));
        return plan;
    }

    void keepPlan(Plan plan) {
        log.keep(RunPaper.PLAN_TEXT, new PlanText(Style.TEXT, false).render(plan));
        log.keep(RunPaper.PLAN_MARKDOWN, new PlanMarkdown(PlanMarkdown.COMMENT_LIMIT).render(plan));
        log.keep(RunPaper.PLAN_JSON, Json.pretty(PlanJson.document(plan, clock.instant())));
        log.keep(RunPaper.GRAPH, Drawing.of(engine.check(environment)).mermaid());
    }

    void keepStatus(Plan plan) {
        Status status = new Status(plan, lease(), clock.instant());
        log.keep(RunPaper.STATUS_JSON, Json.pretty(StatusJson.document(status)));
    }

    /// A role for planning need not be allowed to see who writes.
    Optional<LeaseRecord> lease() {
        try {
            return engine.lease(environment.settings());
        } catch (ProblemException unreadable) {
            return Optional.empty();
        }
    }

    static Counts counts(Plan plan) {
        Plan.Summary summary = plan.summary();
        Standing standing = Standing.of(plan);
        return new Counts(
                summary.toImport(),
                summary.toAdd(),
                summary.toChange(),
                summary.toDestroy(),
                standing.drifted(),
                standing.pending(),
                standing.conflicting(),
                standing.unhealthy(),
                plan.statistics().resources(),
                plan.statistics().apiCalls());
    }

    static RunResult result(String summary, Plan plan, List<Problem> problems) {
        return new RunResult(summary, Optional.of(plan.digest()), counts(plan), Annotations.of(problems));
    }

    static Ending cancelled(String when) {
        return new Ending(Run.State.CANCELLED, RunResult.of("Stopped " + when + "; nothing was changed."));
    }
}
