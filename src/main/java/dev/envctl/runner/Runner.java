package dev.envctl.runner;

import dev.envctl.engine.Engine;
import dev.envctl.problem.Code;
import dev.envctl.problem.Problem;
import dev.envctl.problem.ProblemException;
import dev.envctl.runner.database.Database;
import dev.envctl.runner.drift.DriftReports;
import dev.envctl.runner.drift.DriftSchedule;
import dev.envctl.runner.drift.Notifier;
import dev.envctl.runner.drift.SelfHealing;
import dev.envctl.runner.forge.Forges;
import dev.envctl.runner.metrics.RunnerMetrics;
import dev.envctl.runner.queue.Job;
import dev.envctl.runner.queue.Queue;
import dev.envctl.runner.queue.QueueSettings;
import dev.envctl.runner.queue.Recurring;
import dev.envctl.runner.review.Affected;
import dev.envctl.runner.review.EventHandler;
import dev.envctl.runner.review.PullRequestKey;
import dev.envctl.runner.review.ReviewParts;
import dev.envctl.runner.review.RunNews;
import dev.envctl.runner.review.Voice;
import dev.envctl.runner.run.EnvironmentKey;
import dev.envctl.runner.settings.RunnerSettings;
import dev.envctl.runner.settings.RunnerSettings.RepositorySettings;
import dev.envctl.runner.web.WebParts;
import dev.envctl.runner.web.WebServer;
import dev.envctl.runner.web.WebhookDoor;
import dev.envctl.runner.webhook.Deliveries;
import dev.envctl.runner.webhook.Headers;
import dev.envctl.runner.webhook.Receipt;
import dev.envctl.runner.webhook.Refusals;
import dev.envctl.runner.webhook.Webhooks;
import dev.envctl.runner.work.EngineWork;
import dev.envctl.runner.work.Engines;
import dev.envctl.runner.work.Repositories;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

/// One replica of the service, from its start to its end. Everything that has to survive is in the database, so any
/// number of replicas share it, and one that dies is missed for seconds.
public final class Runner implements AutoCloseable {

    private static final String SPEAK = "speak";
    private static final int MOST_DRIFT_RUNS = 20;
    private static final Duration DELIVERIES_KEPT = Duration.ofDays(7);
    private static final Duration MISSED = Duration.ofMinutes(1);

    private volatile RunnerSettings settings;
    private final Clock clock;
    private final Database database;
    private final ReviewParts.Stores stores;
    private final RunnerMetrics metrics;
    private final ForgeBook forges;
    private final Rulebook rules;
    private final Engines engines;
    private final Repositories repositories;
    private final Queue queue;
    private final WebServer web;
    private final CountDownLatch ended = new CountDownLatch(1);

    /// Works and answers once it returns. Throws [ProblemException] when it cannot.
    public static Runner start(RunnerSettings settings, Surroundings surroundings) {
        return new Runner(settings, surroundings);
    }

    private Runner(RunnerSettings first, Surroundings surroundings) {
        this.settings = first;
        this.clock = surroundings.clock();
        this.database = open(first, surroundings);
        this.stores = ReviewParts.Stores.of(database.jdbi(), clock);
        this.metrics = new RunnerMetrics(stores.runs(), stores.environments(), clock);
        this.engines = surroundings.engines().apply(metrics::awsCalled);
        this.forges = new ForgeBook(this::settings, new Forges(surroundings.secrets(), clock));
        this.rules = new Rulebook(this::settings, forges);
        this.repositories = new Repositories(
                first.dataDirectory(),
                (forge, repository) -> forges.get(forge).credentials(repository),
                engines.schemas());
        this.queue = new Queue(
                database,
                stores.runs(),
                clock,
                QueueSettings.of(first.replica(), first.concurrency(), first.shutdownGrace()));
        Deliveries deliveries = new Deliveries(database.jdbi(), clock);
        DeliveryDesk desk = new DeliveryDesk(this::settings, deliveries, queue);
        Webhooks webhooks = new Webhooks(
                this::settings,
                surroundings.secrets(),
                deliveries,
                new Refusals(stores.audit(), clock),
                desk::told,
                clock);
        LeaseBook leases = new LeaseBook(rules, repositories, stores.environments(), everydayEngine(), clock);
        this.web = WebServer.start(new WebParts(
                this::settings,
                surroundings.secrets(),
                new WebParts.Store(database.jdbi(), stores.runs(), stores.environments(), stores.audit()),
                new PageActions(rules, repositories, stores.runs(), queue, leases),
                door(webhooks),
                new Checks(rules, database, stores.runs(), stores.environments(), repositories, everydayEngine(), clock)
                        .all(),
                new WebParts.Metrics(metrics::scrape, false),
                clock));
        repositories.removeLeftovers(clock.instant());
        queue.start(work(surroundings, desk, deliveries, webhooks, leases));
    }

    private static Database open(RunnerSettings settings, Surroundings surroundings) {
        RunnerSettings.Database place = settings.database();
        return place.url()
                .map(url -> Database.at(url, place.user(), place.password().map(surroundings.secrets()::read)))
                .orElseGet(() -> Database.inFile(settings.dataDirectory().resolve("runner")));
    }

    /// For what is asked of an environment without its documents: it reads no chart and no secret.
    private Engine everydayEngine() {
        Path nowhere = settings.dataDirectory();
        return engines.engine(new Engines.Surroundings(nowhere, _ -> false, reference -> {
            throw new ProblemException(Problem.of(Code.SECRET_NOT_ALLOWED, "No secret is needed here."));
        }));
    }

    private static WebhookDoor door(Webhooks webhooks) {
        return (forge, headers, body) -> {
            Receipt receipt = webhooks.receive(forge, Headers.of(headers), body);
            return new WebhookDoor.Answer(receipt.status(), receipt.text());
        };
    }

    // ---- what is done behind the door

    private Queue.Work work(
            Surroundings surroundings, DeliveryDesk desk, Deliveries deliveries, Webhooks webhooks, LeaseBook leases) {
        ReviewParts review = review(leases);
        EventHandler events = new EventHandler(review);
        Voice voice = new Voice(review);
        Notifier notifier = notifier(surroundings);
        DriftReports reports = reports(notifier);
        Discovery discovery = new Discovery(rules, repositories, stores.environments());
        DriftSchedule schedule = schedule();
        EngineWork runs = new EngineWork(new EngineWork.Parts(
                this::settings, repositories, engines, rules::mayApply, stores.runs(), stores.environments(), clock));
        return new Queue.Work(
                runs,
                List.of(new RunNews(review.speech()), metrics, reports, notifier),
                List.of(
                        new Job(DeliveryDesk.JOB, instance -> desk.handle(instance, webhooks, events)),
                        new Job(Discovery.JOB, discovery::look),
                        new Job(SPEAK, instance -> voice.speak(PullRequestKey.parse(instance))),
                        new Job(DriftReports.JOB, reports::report),
                        new Job(Notifier.JOB, notifier::send)),
                List.of(
                        new Recurring("missed-deliveries", MISSED, () -> desk.sweep(MISSED)),
                        new Recurring("discovery", Duration.ofMinutes(10), discovery::lookEverywhere),
                        new Recurring("drift", Duration.ofSeconds(30), () -> schedule.tick(clock.instant())),
                        new Recurring("forget", Duration.ofHours(6), () -> forget(deliveries))));
    }

    private ReviewParts review(LeaseBook leases) {
        return new ReviewParts(
                this::settings,
                forges::find,
                stores,
                affected(),
                (environment, _) -> leases.end(environment)
                        .map(record -> "The lease of %s, held by %s, was ended."
                                .formatted(environment.directory(), record.holder()))
                        .orElse("Nobody holds the lease of %s.".formatted(environment.directory())),
                queue::enqueue,
                pullRequest -> queue.soon(SPEAK, pullRequest.text()));
    }

    private Affected affected() {
        return new Affected() {
            @Override
            public Change environments(RepositorySettings repository, String base, String head) {
                Repositories.Affected found = repositories.affected(repository, base, head);
                return new Change(found.changed(), found.removed());
            }

            @Override
            public String head(RepositorySettings repository) {
                return repositories.head(repository);
            }
        };
    }

    private Notifier notifier(Surroundings surroundings) {
        return new Notifier(
                new Notifier.Parts(
                        database.jdbi(),
                        stores.runs(),
                        () -> settings.notifications(),
                        surroundings.secrets(),
                        settings.publicUrl(),
                        clock),
                queue::soon);
    }

    private DriftReports reports(Notifier notifier) {
        return new DriftReports(
                new DriftReports.Parts(
                        database.jdbi(),
                        stores.runs(),
                        stores.environments(),
                        forges::find,
                        rules::rule,
                        settings.publicUrl()),
                queue::soon,
                new SelfHealing(queue::enqueue, stores.audit()),
                notifier);
    }

    private DriftSchedule schedule() {
        return new DriftSchedule(
                new DriftSchedule.Parts(stores.runs(), stores.environments(), rules::drift, this::head, queue::enqueue),
                MOST_DRIFT_RUNS);
    }

    private Optional<String> head(EnvironmentKey environment) {
        try {
            return rules.repository(environment).map(repositories::head);
        } catch (ProblemException unreachable) {
            return Optional.empty();
        }
    }

    private void forget(Deliveries deliveries) {
        stores.runs().forget(clock.instant().minus(settings.keep()));
        deliveries.forget(DELIVERIES_KEPT);
    }

    // ---- its life

    public URI address() {
        String host = settings.listen().host();
        return URI.create("http://%s:%d".formatted(host.contains(":") ? "[" + host + "]" : host, web.port()));
    }

    private RunnerSettings settings() {
        return settings;
    }

    /// Goes by these settings from now on; what is bound to sockets, files and pools stays as it was.
    public void reload(RunnerSettings changed) {
        settings = changed;
    }

    /// Takes up nothing new, and returns when what is worked on has ended or was given back.
    public void drain(Duration grace) {
        queue.close(grace);
    }

    /// Returns when it was closed.
    public void awaitEnd() throws InterruptedException {
        ended.await();
    }

    @Override
    public void close() {
        queue.close();
        web.close();
        engines.close();
        database.close();
        ended.countDown();
    }
}
