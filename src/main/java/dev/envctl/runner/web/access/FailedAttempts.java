package dev.envctl.runner.web.access;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;

/// How often somebody at an address was wrong lately. For any number of threads; each replica counts for itself, which
/// tokens of 256 bits can bear.
public final class FailedAttempts {

    private static final int MOST = 10;
    private static final Duration LATELY = Duration.ofMinutes(5);
    private static final int MOST_ADDRESSES = 10_000;

    private final Clock clock;
    private final Map<String, Deque<Instant>> failures = new LinkedHashMap<>();

    public FailedAttempts(Clock clock) {
        this.clock = clock;
    }

    public synchronized boolean areTooMany(String address) {
        Deque<Instant> recent = failures.getOrDefault(address, new ArrayDeque<>());
        Instant since = clock.instant().minus(LATELY);
        recent.removeIf(since::isAfter);
        if (recent.isEmpty()) {
            failures.remove(address);
        }
        return recent.size() >= MOST;
    }

    public synchronized void add(String address) {
        if (failures.size() >= MOST_ADDRESSES && !failures.containsKey(address)) {
            failures.remove(failures.keySet().iterator().next());
        }
        failures.computeIfAbsent(address, _ -> new ArrayDeque<>()).add(clock.instant());
    }

    /// For how long to stay away.
    public static Duration pause() {
        return LATELY;
    }
}
