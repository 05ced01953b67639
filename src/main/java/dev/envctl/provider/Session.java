package dev.envctl.provider;

import dev.envctl.problem.Code;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/// What a kind needs at run time beside its client: who the owner is, the account it works in, time, and the engine's
/// ear. One session serves one observation or one apply; any number of threads may use it.
public final class Session {

    /// Where and for whom: `owner` is `<environment>.<region>`.
    public record Place(String owner, String accountId, String region, String partition) {}

    /// Tells the engine what an object that is being waited for is doing.
    @FunctionalInterface
    public interface Progress {
        void report(String id, String state);

        Progress NONE = (id, state) -> {};
    }

    /// Sleeps; in tests it turns a clock instead.
    @FunctionalInterface
    public interface Sleeper {
        void sleep(Duration duration) throws InterruptedException;
    }

    private final Place place;
    private final Clock clock;
    private final Sleeper sleeper;
    private final Progress progress;
    private final Runnable fence;
    private final Map<String, Memo> remembered;
    private final Missing missing;

    public Session(Place place, Clock clock, Sleeper sleeper, Progress progress, Runnable fence) {
        this(place, clock, sleeper, progress, fence, new ConcurrentHashMap<>(), new Missing());
    }

    private Session(
            Place place,
            Clock clock,
            Sleeper sleeper,
            Progress progress,
            Runnable fence,
            Map<String, Memo> remembered,
            Missing missing) {
        this.place = place;
        this.clock = clock;
        this.sleeper = sleeper;
        this.progress = progress;
        this.fence = fence;
        this.remembered = remembered;
        this.missing = missing;
    }

    public Place place() {
        return place;
    }

    public Clock clock() {
        return clock;
    }

    /// The same session with another ear: one step's progress.
    public Session reportingTo(Progress other) {
        return new Session(place, clock, sleeper, other, fence, remembered, missing);
    }

    public void report(String id, String state) {
        progress.report(id, state);
    }

    /// To be called right before every call that writes. Throws [ProviderException] when the lease was lost, so
    /// that a holder who slept through its expiry cannot write over its successor.
    public void beforeWrite() {
        fence.run();
    }

    /// A read that several kinds share (the account's IAM in one call, say) is made once per session. Only for
    /// observation: writes do not refresh it.
    @SuppressWarnings("unchecked")
    public <T> T once(String key, Supplier<T> read) {
        return (T) remembered.computeIfAbsent(key, _ -> new Memo()).get(read);
    }

    /// What was looked for in this session and is not there.
    public Missing missing() {
        return missing;
    }

    /// A lock per key rather than per map: one remembered read may ask for another.
    private static final class Memo {
        private final ReentrantLock lock = new ReentrantLock();
        private Optional<Object> value = Optional.empty();

        Object get(Supplier<?> read) {
            lock.lock();
            try {
                if (value.isEmpty()) {
                    value = Optional.of(read.get());
                }
                return value.get();
            } finally {
                lock.unlock();
            }
        }
    }

    public void sleep(Duration duration) {
        try {
            sleeper.sleep(duration);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw ProviderException.of(Code.INTERRUPTED, "Stopped while waiting.");
        }
    }

    public Waiting waitFor(String what) {
        return new Waiting(what, this);
    }
}
