package dev.envctl.runner.drift;

import dev.envctl.runner.drift.IssueBody.Circumstances;
import dev.envctl.runner.drift.ReportStore.Reported;
import dev.envctl.runner.forge.Forge;
import dev.envctl.runner.forge.Forge.IssueText;
import dev.envctl.runner.run.EnvironmentKey;
import dev.envctl.runner.run.EnvironmentState;
import dev.envctl.runner.run.Environments;
import dev.envctl.runner.run.Run;
import dev.envctl.runner.run.RunListener;
import dev.envctl.runner.run.RunPaper;
import dev.envctl.runner.run.Runs;
import dev.envctl.runner.settings.RunnerSettings.EnvironmentRule;
import dev.envctl.runner.settings.RunnerSettings.Event;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jdbi.v3.core.Jdbi;

/// Keeps one issue per environment on its drift, after every run that saw or changed what is live. What to say follows
/// from the last such run alone, so it does not matter how often and in which order ends of runs are told.
public final class DriftReports implements RunListener {

    /// The name of the job, whose instance is [EnvironmentKey#text]; its handler is [#report].
    public static final String JOB = "drift-report";

    /// What an issue says that is about to be opened.
    private static final String NOTHING_YET = "";

    /// What the reports are made of. `forge` is by the name in the settings, `rule` the one that covers an
    /// environment, `page` the runner's public address.
    public record Parts(
            Jdbi jdbi,
            Runs runs,
            Environments environments,
            Function<String, Optional<Forge>> forge,
            Function<EnvironmentKey, Optional<EnvironmentRule>> rule,
            URI page) {}

    private final Parts parts;
    private final ReportStore store;
    private final Soon jobs;
    private final SelfHealing healing;
    private final Notifier notifier;

    public DriftReports(Parts parts, Soon jobs, SelfHealing healing, Notifier notifier) {
        this.parts = parts;
        this.store = new ReportStore(parts.jdbi());
        this.jobs = jobs;
        this.healing = healing;
        this.notifier = notifier;
    }

    @Override
    public void changed(Run run) {
        boolean looks = run.kind() == Run.Kind.DRIFT || run.kind() == Run.Kind.APPLY;
        if (looks && run.state() == Run.State.SUCCEEDED) {
            jobs.soon(JOB, run.environment().text());
        }
    }

    /// Brings the issue of one environment up to date. Throws [dev.envctl.runner.forge.ForgeException] when the
    /// forge does not take it now.
    public void report(String instance) {
        EnvironmentKey key = EnvironmentKey.parse(instance);
        lastLook(key).ifPresent(run -> {
            Optional<Finding> finding = finding(run).filter(Finding::isDrift);
            finding.ifPresentOrElse(this::found, () -> gone(run));
        });
    }

    /// The run that saw the environment last. An apply that succeeded has looked again at the end.
    private Optional<Run> lastLook(EnvironmentKey key) {
        return Stream.of(Run.Kind.DRIFT, Run.Kind.APPLY)
                .flatMap(kind ->
                        parts.runs().list(Runs.Filter.latest(1).of(key).of(kind).in(Run.State.SUCCEEDED)).stream())
                .max((one, other) -> Long.compare(one.id(), other.id()));
    }

    private Optional<Finding> finding(Run run) {
        return run.result()
                .filter(_ -> run.kind() == Run.Kind.DRIFT)
                .map(result -> new Finding(
                        run, result, paper(run, RunPaper.PLAN_MARKDOWN), paper(run, RunPaper.CULPRITS_MARKDOWN)));
    }

    private String paper(Run run, RunPaper paper) {
        return parts.runs().paper(run.id(), paper).orElse("");
    }

    private void found(Finding finding) {
        EnvironmentKey key = finding.run().environment();
        Optional<Reported> before = store.find(key);
        Instant since = before.map(Reported::since).orElseGet(() -> since(finding.run()));
        healing.consider(finding, since, heals(key));
        if (before.filter(reported -> !finding.isNews(reported.finding())).isPresent()) {
            return;
        }
        if (before.isEmpty()) {
            // first, so that an issue is closed even if we die before anything is known of it
            store.keep(key, new Reported(NOTHING_YET, since, finding.run().id()));
        }
        write(finding, since);
        if (before.filter(reported -> finding.isSameDrift(reported.finding())).isEmpty()) {
            notifier.happened(Event.DRIFT_FOUND, finding.run());
        }
        // last, so that what went wrong before is done again
        store.keep(key, new Reported(finding.fingerprint(), since, finding.run().id()));
    }

    private void write(Finding finding, Instant since) {
        EnvironmentKey key = finding.run().environment();
        List<String> mayApply =
                parts.rule().apply(key).map(rule -> rule.allowed().apply()).orElse(List.of());
        Circumstances circumstances = new Circumstances(since, mayApply, heals(key));
        forge(key)
                .ifPresent(forge -> issue(
                        forge, key, new IssueBody(parts.page(), forge.commentLimit()).open(finding, circumstances)));
    }

    private void gone(Run run) {
        EnvironmentKey key = run.environment();
        store.find(key).ifPresent(reported -> {
            forge(key)
                    .ifPresent(forge -> issue(
                            forge,
                            key,
                            new IssueBody(parts.page(), forge.commentLimit()).closed(run, reported.since())));
            notifier.happened(Event.DRIFT_GONE, run);
            store.forget(key);
        });
    }

    private void issue(Forge forge, EnvironmentKey key, IssueText text) {
        Optional<Integer> known = parts.environments().find(key).flatMap(EnvironmentState::driftIssue);
        forge.issue(key.repository(), known, text)
                .filter(number -> !known.equals(Optional.of(number)))
                .ifPresent(number -> parts.environments().change(key, state -> state.withDriftIssue(number)));
    }

    private Optional<Forge> forge(EnvironmentKey key) {
        return parts.forge().apply(key.forge());
    }

    private boolean heals(EnvironmentKey key) {
        return parts.rule()
                .apply(key)
                .flatMap(EnvironmentRule::drift)
                .filter(settings -> settings.selfHeal())
                .isPresent();
    }

    private Instant since(Run run) {
        return parts.environments()
                .find(run.environment())
                .flatMap(EnvironmentState::driftSince)
                .or(run::ended)
                .orElse(run.created());
    }
}
