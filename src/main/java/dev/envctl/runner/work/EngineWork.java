package dev.envctl.runner.work;

import dev.envctl.engine.Engine;
import dev.envctl.git.Checkouts;
import dev.envctl.problem.Code;
import dev.envctl.problem.Problem;
import dev.envctl.problem.ProblemException;
import dev.envctl.provider.ProviderException;
import dev.envctl.report.ProblemText;
import dev.envctl.report.Style;
import dev.envctl.runner.forge.rest.Pause;
import dev.envctl.runner.run.Environments;
import dev.envctl.runner.run.Run;
import dev.envctl.runner.run.Run.State;
import dev.envctl.runner.run.RunLog;
import dev.envctl.runner.run.RunResult;
import dev.envctl.runner.run.RunResult.Counts;
import dev.envctl.runner.run.RunWork;
import dev.envctl.runner.run.Runs;
import dev.envctl.runner.settings.RunnerSettings;
import dev.envctl.runner.settings.RunnerSettings.RepositorySettings;
import dev.envctl.spec.Environment;
import dev.envctl.spec.EnvironmentLoader;
import dev.envctl.spec.EnvironmentSettings;
import dev.envctl.spec.LoadOptions;
import dev.envctl.spec.Twins;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/// Runs, done by the engine: the commit is checked out as it would be merged, loaded as somebody else's, and planned,
/// applied, or looked at for drift. What a user has to mend ends a run with the lines it is about; a bug leaves as it
/// is. Safe for any number of threads.
public final class EngineWork implements RunWork {

    /// `settings` is asked anew for each run, so that changed ones count.
    public record Parts(
            Supplier<RunnerSettings> settings,
            Repositories repositories,
            Engines engines,
            Approvers approvers,
            Runs runs,
            Environments environments,
            Clock clock,
            Pause pause) {}

    /// What was seen, and for that reason not done.
    private static final Set<Code> REFUSALS = Set.of(
            Code.ACCESS_CHANGED, Code.DIGEST_MISMATCH, Code.NOT_IN_SETTINGS, Code.NOT_WHAT_REMAINS, Code.STALE_PLAN);

    private static final String NOT_PLANNED = "before it was planned";

    private final Parts parts;
    private final Patience patience;
    private final PlanWork planning;
    private final ApplyWork applying;
    private final DriftWork drift;
    private final AccessRule access;

    public EngineWork(Parts parts) {
        this.parts = parts;
        this.patience = new Patience(parts.clock(), parts.pause());
        Findings findings = new Findings(parts.environments(), parts.clock());
        this.planning = new PlanWork(findings);
        this.applying = new ApplyWork(new ApprovedPlans(parts.runs()), parts.engines(), findings);
        this.drift = new DriftWork(findings);
        this.access = new AccessRule(parts.approvers());
    }

    @Override
    public Ending perform(Run run, RunLog log) {
        try {
            return work(run, log);
        } catch (ProblemException found) {
            return failed(log, found.problems());
        } catch (ProviderException refused) {
            return failed(log, List.of(refused.problem()));
        }
    }

    private static Ending failed(RunLog log, List<Problem> problems) {
        log.lines(new ProblemText(Style.TEXT).render(problems).lines().toList());
        Problem first = problems.getFirst();
        State state = REFUSALS.contains(first.code()) ? State.REFUSED : State.FAILED;
        String summary = first.detail().lines().findFirst().orElse(first.summary());
        return new Ending(state, new RunResult(summary, Optional.empty(), Counts.NONE, Annotations.of(problems)));
    }

    private Ending work(Run run, RunLog log) {
        RunnerSettings settings = parts.settings().get();
        RepositorySettings repository = SettingsRule.check(run, settings);
        log.line(beginning(run));
        Optional<Checkout> found =
                patience.await(log, () -> parts.repositories().checkOut(repository, run.revision()));
        if (found.isEmpty()) {
            return Job.cancelled(NOT_PLANNED);
        }
        try (Checkout checkout = found.get()) {
            Rules rules = rules(settings);
            Optional<Job> job = patience.await(log, () -> job(run, log, repository, checkout, rules));
            return job.filter(_ -> !log.isCancelled()).map(this::work).orElseGet(() -> Job.cancelled(NOT_PLANNED));
        }
    }

    private static String beginning(Run run) {
        String merged =
                run.revision().base().map(base -> " merged into " + base).orElse("");
        return "%s at %s%s"
                .formatted(run.environment().directory(), run.revision().head(), merged);
    }

    private Ending work(Job job) {
        return switch (job.run().kind()) {
            case PLAN -> planning.perform(job);
            case APPLY -> applying.perform(job);
            case DRIFT -> drift.perform(job);
        };
    }

    private record Rules(AllowedSources sources, SecretRule secrets, EnvironmentLoader loader) {}

    private Rules rules(RunnerSettings settings) {
        AllowedSources sources = new AllowedSources(settings.modules().allow());
        AllowedModules modules = new AllowedModules(
                sources, new Checkouts(settings.dataDirectory().resolve("modules")));
        return new Rules(
                sources,
                new SecretRule(settings.secretVariables()),
                new EnvironmentLoader(parts.engines().schemas(), modules));
    }

    private Job job(Run run, RunLog log, RepositorySettings repository, Checkout checkout, Rules rules) {
        LoadOptions options = checkout.environment(run.environment().directory());
        requireCurrent(run, repository);
        boolean isMerged = run.revision().base().isEmpty()
                && parts.repositories().isMerged(repository, run.revision().head());
        if (!isMerged) {
            checkAccess(run, repository, rules.loader().settings(options));
        }
        Environment environment = rules.loader().load(options);
        new Twins(parts.repositories().lookedAfter(repository, checkout)).check(environment.settings());
        rules.secrets().check(environment);
        Engine engine = parts.engines()
                .engine(new Engines.Surroundings(
                        checkout.root(), rules.sources()::allowsChart, rules.secrets()::check));
        return new Job(run, log, environment, engine, isMerged, parts.clock());
    }

    /// When it was wanted nothing had changed since; while it waited something may have.
    private void requireCurrent(Run run, RepositorySettings repository) {
        if (!run.isRetryAfterMerge()) {
            return;
        }
        String directory = run.environment().directory();
        String head = parts.repositories().head(repository);
        Repositories.Affected since =
                parts.repositories().affected(repository, run.revision().head(), head);
        if (since.changed().contains(directory) || since.removed().contains(directory)) {
            throw new ProblemException(Problem.of(
                            Code.NOT_WHAT_REMAINS,
                            "%s was changed in git since %s, and trying that again would take it back."
                                    .formatted(directory, run.revision().head()))
                    .withHint("Nothing more was touched. A pull request that touches it is planned with all that is"
                            + " pending."));
        }
    }

    /// A commit that is neither merged nor to be merged into a named one is compared with the default branch.
    private void checkAccess(Run run, RepositorySettings repository, EnvironmentSettings wanted) {
        String directory = run.environment().directory();
        String base = run.revision().base().orElseGet(() -> parts.repositories().head(repository));
        try (Checkout before = parts.repositories().documents(repository, base, directory)) {
            access.check(run, parts.repositories().settings(before, directory), wanted);
        }
    }
}
