package dev.envctl.lease;

import dev.envctl.problem.Code;
import dev.envctl.problem.Problem;
import dev.envctl.problem.ProblemException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The right to write to one environment, while it lasts. Whoever walks calls [#heartbeat] often; whoever writes calls
/// [#check] before each write. A holder that slept past its expiry cannot write again: either the store still has its
/// token and it renews, or the write is refused. Safe for any number of threads.
public final class Lease implements AutoCloseable {

    /// Who wants to write, and why. `wayOut` tells them what to do when somebody else holds the lease.
    public record Claim(String environment, String holder, String process, String purpose, String wayOut) {}

    private static final Logger log = LoggerFactory.getLogger(Lease.class);

    static final Duration LIFE = Duration.ofSeconds(60);
    private static final Duration RENEW_AFTER = Duration.ofSeconds(20);
    private static final Duration MARGIN = Duration.ofSeconds(10);

    private final LeaseStore store;
    private final Clock clock;
    private final ReentrantLock lock = new ReentrantLock();
    private LeaseRecord record;
    private String version;
    private boolean lost;

    private Lease(LeaseStore store, Clock clock, LeaseRecord record, String version) {
        this.store = store;
        this.clock = clock;
        this.record = record;
        this.version = version;
    }

    /// Takes the lease when nobody holds it; a problem that names the holder otherwise.
    public static Lease acquire(LeaseStore store, Claim claim, Clock clock) {
        Instant now = clock.instant();
        Optional<LeaseStore.Stored> stored = store.read();
        long token = stored.map(there -> there.record().token() + 1).orElse(1L);
        LeaseRecord wanted = new LeaseRecord(
                claim.environment(), claim.holder(), claim.process(), claim.purpose(), token, now, now.plus(LIFE));
        if (stored.isPresent() && isHeld(stored.get().record(), store, now)) {
            throw held(stored.get().record(), store, claim.wayOut());
        }
        return stored.map(there -> store.replace(wanted, there.version()))
                .orElseGet(() -> store.create(wanted))
                .map(version -> new Lease(store, clock, wanted, version))
                .orElseThrow(() -> overtaken(store, wanted, claim.wayOut()));
    }

    /// Who holds it now, if anybody.
    public static Optional<LeaseRecord> holder(LeaseStore store, Clock clock) {
        return store.read().map(LeaseStore.Stored::record).filter(record -> isHeld(record, store, clock.instant()));
    }

    /// Ends a lease that its holder cannot end. The name has to be the holder's.
    public static void end(LeaseStore store, String holder, Clock clock) {
        LeaseStore.Stored stored = store.read()
                .filter(there -> isHeld(there.record(), store, clock.instant()))
                .orElseThrow(() -> new ProblemException(
                        Problem.of(Code.LEASE_NOT_HELD, "Nobody holds the lease at %s.".formatted(store.place()))));
        if (!stored.record().holder().equals(holder)) {
            throw new ProblemException(Problem.of(
                    Code.LEASE_NOT_HELD,
                    "The lease is held by %s, not by %s."
                            .formatted(stored.record().holder(), holder)));
        }
        if (store.replace(stored.record().until(Instant.EPOCH), stored.version())
                .isEmpty()) {
            throw overtaken(store, stored.record(), "Look who holds it now before you end it again.");
        }
    }

    public LeaseRecord record() {
        return locked(() -> record);
    }

    /// Renews when it is time to. A store that cannot be reached is tried again with the next beat.
    public void heartbeat() {
        locked(() -> {
            if (!lost && !clock.instant().isBefore(record.expires().minus(LIFE).plus(RENEW_AFTER))) {
                renewIfReachable();
            }
            return record;
        });
    }

    /// Throws when this process may not write any more.
    public void check() {
        locked(() -> {
            if (!lost && !clock.instant().isBefore(record.expires().minus(MARGIN))) {
                renew();
            }
            if (lost || record.isExpired(clock.instant())) {
                throw new ProblemException(Problem.of(
                                Code.LEASE_LOST,
                                "The lease of %s was lost, so nothing more is written.".formatted(record.environment()))
                        .withHint("Somebody else may have taken over. What was done stays done; look at envctl"
                                + " status, then apply again."));
            }
            return record;
        });
    }

    /// Gives it back. A lease that was lost is somebody else's and stays.
    @Override
    public void close() {
        locked(() -> {
            if (!lost) {
                store.replace(record.until(Instant.EPOCH), version);
                lost = true;
            }
            return record;
        });
    }

    private void renew() {
        LeaseRecord renewed = record.renewed(clock.instant(), LIFE);
        Optional<String> written = store.replace(renewed, version);
        if (written.isEmpty()) {
            lost = true;
            return;
        }
        record = renewed;
        version = written.get();
    }

    private void renewIfReachable() {
        try {
            renew();
        } catch (ProblemException unreachable) {
            log.debug("renewing the lease of {}", record.environment(), unreachable);
        }
    }

    private <T> T locked(Supplier<T> work) {
        lock.lock();
        try {
            return work.get();
        } finally {
            lock.unlock();
        }
    }

    private static boolean isHeld(LeaseRecord record, LeaseStore store, Instant now) {
        return !record.isExpired(now) && !store.isHolderGone(record);
    }

    private static ProblemException held(LeaseRecord record, LeaseStore store, String wayOut) {
        return new ProblemException(Problem.of(
                        Code.LEASE_HELD,
                        "%s holds the lease of %s since %s for: %s. It is kept at %s and expires at %s unless it is renewed."
                                .formatted(
                                        record.holder(),
                                        record.environment(),
                                        record.since().truncatedTo(ChronoUnit.SECONDS),
                                        record.purpose(),
                                        store.place(),
                                        record.expires().truncatedTo(ChronoUnit.SECONDS)))
                .withHint(wayOut));
    }

    private static ProblemException overtaken(LeaseStore store, LeaseRecord wanted, String wayOut) {
        return new ProblemException(Problem.of(
                        Code.LEASE_HELD,
                        "Somebody else took the lease of %s at %s at the same moment."
                                .formatted(wanted.environment(), store.place()))
                .withHint(wayOut));
    }
}
