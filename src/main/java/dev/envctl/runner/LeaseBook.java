package dev.envctl.runner;

import dev.envctl.engine.Engine;
import dev.envctl.lease.LeaseRecord;
import dev.envctl.problem.Code;
import dev.envctl.problem.Problem;
import dev.envctl.problem.ProblemException;
import dev.envctl.runner.run.EnvironmentKey;
import dev.envctl.runner.run.EnvironmentState;
import dev.envctl.runner.run.Environments;
import dev.envctl.runner.web.Actions.HeldLease;
import dev.envctl.runner.work.Repositories;
import dev.envctl.spec.EnvironmentSettings;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Who holds which environment, people at their laptops included. A lease costs a call each, so the pages see those of
/// the last half minute, and nobody asks while nobody looks.
final class LeaseBook {

    private static final Logger log = LoggerFactory.getLogger(LeaseBook.class);
    private static final Duration FRESH = Duration.ofSeconds(30);

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
        boolean isStale = page.at().plus(FRESH).isBefore(clock.instant());
        if (isStale && reading.compareAndSet(false, true)) {
            Thread.ofVirtual().name("leases").start(this::read);
        }
        return page.leases();
    }

    private void read() {
        try {
            List<HeldLease> held = new ArrayList<>();
            environments.list().forEach(environment -> holder(environment).ifPresent(held::add));
            page = new Page(List.copyOf(held), clock.instant());
        } finally {
            reading.set(false);
        }
    }

    private Optional<HeldLease> holder(EnvironmentState environment) {
        try {
            return settings(environment.key())
                    .flatMap(engine::lease)
                    .map(record -> new HeldLease(environment.key(), record));
        } catch (ProblemException unreadable) {
            log.debug("reading the lease of {}", environment.key(), unreadable);
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
        return rules.repository(key)
                .flatMap(repository -> repositories.environments(repository, repositories.head(repository)).stream()
                        .filter(found -> found.directory().equals(key.directory()))
                        .findFirst()
                        .flatMap(Repositories.Found::settings));
    }
}
