package dev.envctl.runner;

import dev.envctl.engine.Engine;
import dev.envctl.problem.Code;
import dev.envctl.problem.Problem;
import dev.envctl.problem.ProblemException;
import dev.envctl.runner.database.Database;
import dev.envctl.runner.forge.Forges;
import dev.envctl.runner.metrics.RunnerMetrics;
import dev.envctl.runner.queue.Queue;
import dev.envctl.runner.queue.QueueSettings;
import dev.envctl.runner.review.ReviewParts;
import dev.envctl.runner.settings.RunnerSettings;
import dev.envctl.runner.settings.SecretValues;
import dev.envctl.runner.work.Engines;
import dev.envctl.runner.work.Repositories;
import java.nio.file.Path;
import java.time.Clock;
import java.util.function.Supplier;

/// What everything in the service stands on. `settings` are those that count now.
record Foundation(
        Supplier<RunnerSettings> settings,
        SecretValues secrets,
        Clock clock,
        Database database,
        ReviewParts.Stores stores,
        RunnerMetrics metrics,
        Engines engines,
        Rulebook rules,
        Repositories repositories,
        Queue queue)
        implements AutoCloseable {

    /// Throws [ProblemException] when the database cannot be opened.
    static Foundation lay(Supplier<RunnerSettings> settings, Surroundings surroundings) {
        RunnerSettings first = settings.get();
        Clock clock = surroundings.clock();
        Database database = open(first, surroundings.secrets());
        ReviewParts.Stores stores = ReviewParts.Stores.of(database.jdbi(), clock);
        RunnerMetrics metrics = new RunnerMetrics(stores.runs(), stores.environments(), clock);
        Engines engines = surroundings.engines().apply(metrics::awsCalled);
        ForgeBook forges = new ForgeBook(settings, new Forges(surroundings.secrets(), clock));
        return new Foundation(
                settings,
                surroundings.secrets(),
                clock,
                database,
                stores,
                metrics,
                engines,
                new Rulebook(settings, forges),
                new Repositories(
                        first.dataDirectory(),
                        (forge, repository) -> forges.get(forge).credentials(repository),
                        engines.schemas()),
                new Queue(
                        database,
                        stores.runs(),
                        clock,
                        QueueSettings.of(first.replica(), first.concurrency(), first.shutdownGrace())));
    }

    private static Database open(RunnerSettings settings, SecretValues secrets) {
        RunnerSettings.Database place = settings.database();
        return place.url()
                .map(url -> Database.at(url, place.user(), place.password().map(secrets::read)))
                .orElseGet(() -> Database.inFile(settings.dataDirectory().resolve("runner")));
    }

    ForgeBook forges() {
        return rules.forges();
    }

    /// For what is asked of an environment without its documents: it reads no chart and no secret.
    Engine everydayEngine() {
        Path nowhere = settings.get().dataDirectory();
        return engines.engine(new Engines.Surroundings(nowhere, _ -> false, _ -> {
            throw new ProblemException(Problem.of(Code.SECRET_NOT_ALLOWED, "No secret is needed here."));
        }));
    }

    @Override
    public void close() {
        queue.close();
        engines.close();
        database.close();
    }
}
