package dev.envctl.runner;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A check that may take longer than whoever asks will wait. It is answered with what was found last and repeated
/// behind the caller's back, so that a forge which hangs does not make the runner look dead.
final class SlowCheck implements Supplier<Optional<String>> {

    private static final Logger log = LoggerFactory.getLogger(SlowCheck.class);

    private record Found(Optional<String> problem, Instant at) {}

    private final String name;
    private final Supplier<Optional<String>> check;
    private final Duration fresh;
    private final Clock clock;
    private final AtomicBoolean asking = new AtomicBoolean();
    private volatile Found found = new Found(Optional.of("not known yet"), Instant.EPOCH);

    SlowCheck(String name, Supplier<Optional<String>> check, Duration fresh, Clock clock) {
        this.name = name;
        this.check = check;
        this.fresh = fresh;
        this.clock = clock;
    }

    @Override
    public Optional<String> get() {
        boolean isOld = !found.at().plus(fresh).isAfter(clock.instant());
        if (isOld && asking.compareAndSet(false, true)) {
            Thread.ofVirtual().name("check-" + name).start(this::ask);
        }
        return found.problem();
    }

    private void ask() {
        try {
            found = new Found(check.get(), clock.instant());
        } catch (RuntimeException broken) {
            log.debug("checking {}", name, broken);
            found = new Found(
                    Optional.of(Optional.ofNullable(broken.getMessage())
                            .orElse(broken.getClass().getSimpleName())),
                    clock.instant());
        } finally {
            asking.set(false);
        }
    }
}
