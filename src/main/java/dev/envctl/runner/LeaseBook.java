package dev.envctl.runner;

import dev.envctl.engine.Engine;
import dev.envctl.lease.LeaseRecord;
import dev.envctl.problem.Code;
import dev.envctl.problem.Problem;
import dev.envctl.problem.ProblemException;
import dev.envctl.runner.run.EnvironmentKey;
import dev.envctl.runner.run.EnvironmentState;
import dev.envctl.runner.run.Environments;
import dev.envctl.runner.settings.RunnerSettings.RepositorySettings;
import dev.envctl.runner.web.Actions.HeldLease;
import dev.envctl.runner.work.Repositories;
import dev.envctl.spec.EnvironmentSettings;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Who holds which environment, people at their laptops included. A lease costs a call each, so the pages see those of
/// the last half minute, metrics those of the last two, and nobody asks while nobody looks.
final class LeaseBook {

    private static final Logger log = LoggerFactory.getLogger(LeaseBook.class);
    private static final Duration FRESH = Duration.ofSeconds(30);
    private static final Duration FRESH_ENOUGH = Duration.ofMinutes(2);

    private record Page(List<HeldLease> leases, Instant at) {}

    private final Rulebook rules;
    private final Repositories repositories;
    private final Environments environments;
    private final Engine engine;
    private final Clock clock;
    private final AtomicBoolean reading = new AtomicBoolean();
    private volatile Page page = new Page(List.of(), Instant.EPOCH);

    LeaseBook(Rulebook rules, Repositories repositories, Environments environments, Engine engine, Clock clock) {
        this.rules = rules;
        this.repositories = repositories;
        this.environments = environments;
        this.engine = engine;
        this.clock = clock;
    }

    /// Answers at once, with what was known; what is known is brought up to date behind the caller's back.
    List<HeldLease> held() {
        return held(FRESH);
    }

    /// Since when which environments are held, for those who ask all day.
    Map<EnvironmentKey, Instant> since() {
        var since = new LinkedHashMap<EnvironmentKey, Instant>();
        held(FRESH_ENOUGH)
                .forEach(lease -> since.put(lease.environment(), lease.record().since()));
        return since;
    }

    private List<HeldLease> held(Duration fresh) {
        boolean isStale = page.at().plus(fresh).isBefore(clock.instant());
        if (isStale && reading.compareAndSet(false, true)) {
            Thread.ofVirtual().name("leases").start(this::read);
        }
        return page.leases();
    }

    private void read() {
        try {
            var found = new HashMap<RepositorySettings, List<Repositories.Found>>();
            List<HeldLease> held = new ArrayList<>();
            for (EnvironmentState environment : environments.list()) {
                holder(environment.key(), found).ifPresent(held::add);
            }
            page = new Page(List.copyOf(held), clock.instant());
        } finally {
            reading.set(false);
        }
    }

    /// Each repository is looked at once, in `found`.
    private Optional<HeldLease> holder(EnvironmentKey key, Map<RepositorySettings, List<Repositories.Found>> found) {
        try {
            return rules.repository(key)
                    .flatMap(repository -> settings(key, found.computeIfAbsent(repository, this::found)))
                    .flatMap(engine::lease)
                    .map(record -> new HeldLease(key, record));
        } catch (ProblemException unreadable) {
            log.debug("reading the lease of {}", key, unreadable);
            return Optional.empty();
        }
    }

    /// Whose lease was ended, if anybody held one.
    Optional<LeaseRecord> end(EnvironmentKey key) {
        EnvironmentSettings settings = settings(key)
                .orElseThrow(() -> new ProblemException(Problem.of(
                        Code.NO_ENVIRONMENT, "The default branch has no environment %s.".formatted(key.directory()))));
        Optional<LeaseRecord> held = engine.lease(settings);
        held.ifPresent(record -> engine.unlock(settings, record.holder()));
        page = new Page(
                page.leases().stream()
                        .filter(lease -> !lease.environment().equals(key))
                        .toList(),
                page.at());
        return held;
    }

    /// As the default branch has it now.
    private Optional<EnvironmentSettings> settings(EnvironmentKey key) {
        return rules.repository(key).flatMap(repository -> settings(key, found(repository)));
    }

    private List<Repositories.Found> found(RepositorySettings repository) {
        return repositories.environments(repository, repositories.head(repository));
    }

    private static Optional<EnvironmentSettings> settings(EnvironmentKey key, List<Repositories.Found> found) {
        return found.stream()
                .filter(each -> each.directory().equals(key.directory()))
                .findFirst()
                .flatMap(Repositories.Found::settings);
    }
}
