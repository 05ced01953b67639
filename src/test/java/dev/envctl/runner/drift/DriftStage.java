package dev.envctl.runner.drift;

import dev.envctl.plan.Divergence;
import dev.envctl.plan.Plan;
import dev.envctl.report.DriftMarkdown;
import dev.envctl.runner.database.Database;
import dev.envctl.runner.forge.Forge;
import dev.envctl.runner.run.AuditLog;
import dev.envctl.runner.run.EnvironmentKey;
import dev.envctl.runner.run.Environments;
import dev.envctl.runner.run.NewRun;
import dev.envctl.runner.run.Run;
import dev.envctl.runner.run.RunLog;
import dev.envctl.runner.run.RunPaper;
import dev.envctl.runner.run.RunResult;
import dev.envctl.runner.run.Runs;
import dev.envctl.runner.settings.RunnerSettings.Allowed;
import dev.envctl.runner.settings.RunnerSettings.ApplyOn;
import dev.envctl.runner.settings.RunnerSettings.DriftSettings;
import dev.envctl.runner.settings.RunnerSettings.EnvironmentRule;
import dev.envctl.runner.settings.RunnerSettings.Notification;
import dev.envctl.testing.RecordingForge;
import dev.envctl.testing.TurnableClock;
import dev.envctl.testing.WaitingJobs;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// Everything around the reports, with a forge in memory and runs that are written by the test.
final class DriftStage implements AutoCloseable {

    static final URI PAGE = URI.create("https://envctl.example.com/");
    static final EnvironmentKey DEV = new EnvironmentKey("github", "acme/platform", "environments/dev");

    final TurnableClock clock = new TurnableClock(Instant.parse("2026-01-01T08:00:00Z"));
    final Database database = Database.inMemory("drift-" + UUID.randomUUID());
    final Runs runs = new Runs(database.jdbi(), clock);
    final Environments environments = new Environments(database.jdbi());
    final AuditLog audit = new AuditLog(database.jdbi(), clock);
    final WaitingJobs jobs = new WaitingJobs();
    final RecordingForge forge;
    final Notifier notifier;
    final DriftReports reports;
    private boolean selfHeal;
    private int count;

    DriftStage(boolean selfHeal, int limit, Notification... webhooks) {
        this.selfHeal = selfHeal;
        forge = new RecordingForge("github", limit);
        notifier = new Notifier(
                new Notifier.Parts(
                        database.jdbi(), runs, () -> List.of(webhooks), reference -> reference.text(), PAGE, clock),
                jobs::soon);
        reports = new DriftReports(
                new DriftReports.Parts(
                        database.jdbi(),
                        runs,
                        environments,
                        name -> Optional.<Forge>of(forge)
                                .filter(each -> each.name().equals(name)),
                        _ -> Optional.of(rule()),
                        PAGE),
                jobs::soon,
                new SelfHealing(runs::enqueue, audit),
                notifier);
    }

    void beginToHeal() {
        selfHeal = true;
    }

    private EnvironmentRule rule() {
        return new EnvironmentRule(
                "environments/*",
                ApplyOn.MERGE,
                List.of(),
                new Allowed(List.of("writers"), List.of("team:acme/platform", "user:alice"), List.of()),
                Optional.of(new DriftSettings("0 * * * *", ZoneOffset.UTC, Duration.ZERO, selfHeal)));
    }

    /// A drift run that ends with what the plan says.
    Run looked(Plan plan, String digest, String culprits) {
        Run run = begin(DEV, Run.Kind.DRIFT);
        RunLog log = runs.log(run, () -> false);
        log.keep(RunPaper.PLAN_MARKDOWN, new DriftMarkdown(60_000).render(plan));
        if (!culprits.isEmpty()) {
            log.keep(RunPaper.CULPRITS_MARKDOWN, culprits);
        }
        return ended(run, Run.State.SUCCEEDED, new RunResult("Drift", Optional.of(digest), counts(plan), List.of()));
    }

    Run applied() {
        return ended(begin(DEV, Run.Kind.APPLY), Run.State.SUCCEEDED, RunResult.of("Apply complete"));
    }

    Run begin(EnvironmentKey key, Run.Kind kind) {
        count++;
        runs.enqueue(new NewRun(
                key,
                kind,
                new Run.Cause(Run.Trigger.SCHEDULE, "schedule", Optional.empty()),
                new Run.Revision("c0ffee1234567890", Optional.empty()),
                Optional.empty(),
                "test-" + count));
        return runs.begin(key, "here").orElseThrow();
    }

    /// Told to all listeners, twice, as it may happen.
    Run ended(Run run, Run.State state, RunResult result) {
        runs.end(run, state, result);
        Run over = runs.find(run.id()).orElseThrow();
        tell(over);
        tell(over);
        return over;
    }

    private void tell(Run over) {
        reports.changed(over);
        notifier.changed(over);
        work();
    }

    void work() {
        jobs.work((job, instance) -> {
            switch (job) {
                case DriftReports.JOB -> reports.report(instance);
                case Notifier.JOB -> notifier.send(instance);
                default -> throw new IllegalArgumentException(job);
            }
        });
    }

    static RunResult.Counts counts(Plan plan) {
        Plan.Summary summary = plan.summary();
        return new RunResult.Counts(
                summary.toImport(),
                summary.toAdd(),
                summary.toChange(),
                summary.toDestroy(),
                count(plan, Divergence.DRIFT),
                count(plan, Divergence.PENDING),
                count(plan, Divergence.CONFLICT),
                0,
                plan.changes().size(),
                plan.statistics().apiCalls());
    }

    private static int count(Plan plan, Divergence divergence) {
        return (int) plan.changes().stream()
                .filter(change -> change.divergence() == divergence)
                .count();
    }

    @Override
    public void close() {
        database.close();
    }
}
