package dev.envctl.runner;

import dev.envctl.problem.ProblemException;
import dev.envctl.runner.drift.DriftReports;
import dev.envctl.runner.drift.DriftSchedule;
import dev.envctl.runner.drift.Notifier;
import dev.envctl.runner.drift.SelfHealing;
import dev.envctl.runner.forge.rest.Pause;
import dev.envctl.runner.queue.Job;
import dev.envctl.runner.queue.Queue;
import dev.envctl.runner.queue.Recurring;
import dev.envctl.runner.review.Affected;
import dev.envctl.runner.review.EventHandler;
import dev.envctl.runner.review.PullRequestKey;
import dev.envctl.runner.review.ReviewParts;
import dev.envctl.runner.review.RunNews;
import dev.envctl.runner.review.Voice;
import dev.envctl.runner.run.EnvironmentKey;
import dev.envctl.runner.settings.RunnerSettings.RepositorySettings;
import dev.envctl.runner.webhook.Deliveries;
import dev.envctl.runner.webhook.Refusals;
import dev.envctl.runner.webhook.Webhooks;
import dev.envctl.runner.work.EngineWork;
import dev.envctl.runner.work.Repositories;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// What is done behind the door: runs, and the jobs around them. Names of jobs are for ever, because what waits in the
/// database is known by them.
final class Workshop {

    private static final String SPEAK = "speak";
    private static final String LOOK = "look";
    private static final int MOST_DRIFT_RUNS = 20;
    private static final Duration DELIVERIES_KEPT = Duration.ofDays(7);
    private static final Duration MISSED = Duration.ofMinutes(1);

    private final Foundation base;
    private final LeaseBook leases;
    private final Deliveries deliveries;
    private final DeliveryDesk desk;
    private final Webhooks webhooks;

    Workshop(Foundation base) {
        this.base = base;
        this.leases = new LeaseBook(
                base.rules(), base.repositories(), base.stores().environments(), base.everydayEngine(), base.clock());
        base.metrics().leasesFrom(leases::since);
        this.deliveries = new Deliveries(base.database().jdbi(), base.clock());
        this.desk = new DeliveryDesk(base.settings(), deliveries, base.queue(), base.clock());
        this.webhooks = new Webhooks(
                base.settings(),
                base.secrets(),
                deliveries,
                new Refusals(base.stores().audit(), base.clock()),
                desk::told,
                base.clock());
    }

    LeaseBook leases() {
        return leases;
    }

    Webhooks webhooks() {
        return webhooks;
    }

    Queue.Work work() {
        ReviewParts review = review();
        Notifier notifier = notifier();
        DriftReports reports = reports(notifier);
        return new Queue.Work(
                runs(),
                List.of(new RunNews(review.speech()), base.metrics(), reports, notifier),
                jobs(review, reports, notifier),
                recurring());
    }

    private EngineWork runs() {
        return new EngineWork(new EngineWork.Parts(
                base.settings(),
                base.repositories(),
                base.engines(),
                base.rules()::mayApply,
                base.stores().runs(),
                base.stores().environments(),
                base.clock(),
                Pause.ofThread()));
    }

    private List<Job> jobs(ReviewParts review, DriftReports reports, Notifier notifier) {
        EventHandler events = new EventHandler(review);
        Voice voice = new Voice(review);
        return List.of(
                new Job(DeliveryDesk.JOB, instance -> desk.handle(instance, webhooks, events)),
                new Job(Discovery.JOB, discovery()::look),
                new Job(LOOK, instance -> events.lookAgain(PullRequestKey.parse(instance))),
                new Job(SPEAK, instance -> voice.speak(PullRequestKey.parse(instance))),
                new Job(DriftReports.JOB, reports::report),
                new Job(Notifier.JOB, notifier::send));
    }

    private List<Recurring> recurring() {
        DriftSchedule schedule = schedule();
        return List.of(
                new Recurring("missed-deliveries", MISSED, () -> desk.sweep(MISSED)),
                new Recurring("discovery", Duration.ofMinutes(10), discovery()::lookEverywhere),
                new Recurring(
                        "drift",
                        Duration.ofSeconds(30),
                        () -> schedule.tick(base.clock().instant())),
                new Recurring("forget", Duration.ofHours(6), this::forget));
    }

    private Discovery discovery() {
        return new Discovery(base.rules(), base.repositories(), base.stores().environments());
    }

    private ReviewParts review() {
        return new ReviewParts(
                base.settings(),
                base.forges()::find,
                base.stores(),
                affected(),
                (environment, _) -> leases.end(environment)
                        .map(record -> "The lease of %s, held by %s, was ended."
                                .formatted(environment.directory(), record.holder()))
                        .orElse("Nobody holds the lease of %s.".formatted(environment.directory())),
                base.queue()::enqueue,
                pullRequest -> base.queue().soon(SPEAK, pullRequest.text()),
                pullRequest -> base.queue().soon(LOOK, pullRequest.text()));
    }

    private Affected affected() {
        return new Affected() {
            @Override
            public Change environments(RepositorySettings repository, String into, String head) {
                Repositories.Affected found = base.repositories().affected(repository, into, head);
                return new Change(found.changed(), found.removed());
            }

            @Override
            public List<Step> line(RepositorySettings repository, String before, String after) {
                return base.repositories().line(repository, before, after).stream()
                        .map(step -> new Step(step.commit(), step.merge()))
                        .toList();
            }

            @Override
            public boolean makes(RepositorySettings repository, String into, String head, String result) {
                return base.repositories().makes(repository, into, head, result);
            }

            @Override
            public String head(RepositorySettings repository) {
                return base.repositories().head(repository);
            }
        };
    }

    private Notifier notifier() {
        return new Notifier(
                new Notifier.Parts(
                        base.database().jdbi(),
                        base.stores().runs(),
                        () -> base.settings().get().notifications(),
                        base.secrets(),
                        base.settings().get().publicUrl(),
                        base.clock()),
                base.queue()::soon);
    }

    private DriftReports reports(Notifier notifier) {
        return new DriftReports(
                new DriftReports.Parts(
                        base.database().jdbi(),
                        base.stores().runs(),
                        base.stores().environments(),
                        base.forges()::find,
                        base.rules()::rule,
                        base.settings().get().publicUrl()),
                base.queue()::soon,
                new SelfHealing(base.queue()::enqueue, base.stores().audit()),
                notifier);
    }

    private DriftSchedule schedule() {
        return new DriftSchedule(
                new DriftSchedule.Parts(
                        base.stores().runs(),
                        base.stores().environments(),
                        base.rules()::drift,
                        this::head,
                        base.queue()::enqueue),
                MOST_DRIFT_RUNS);
    }

    private Optional<String> head(EnvironmentKey environment) {
        try {
            return base.rules().repository(environment).map(base.repositories()::head);
        } catch (ProblemException unreachable) {
            return Optional.empty();
        }
    }

    private void forget() {
        base.stores()
                .runs()
                .forget(base.clock().instant().minus(base.settings().get().keep()));
        deliveries.forget(DELIVERIES_KEPT);
    }
}
