package dev.envctl.testing;

import dev.envctl.sandbox.Table;
import dev.envctl.sandbox.World;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/// A sandbox's memory that nobody keeps. Rolls back as the real one does.
public final class TransientWorld implements World {

    private final Clock clock;
    private final ReentrantLock lock = new ReentrantLock();
    private Map<String, Map<String, Object>> tables = new LinkedHashMap<>();

    public TransientWorld(Clock clock) {
        this.clock = clock;
    }

    @Override
    public Clock clock() {
        return clock;
    }

    @Override
    public <T> T transaction(Supplier<T> call) {
        if (lock.isHeldByCurrentThread()) {
            return call.get();
        }
        lock.lock();
        Map<String, Map<String, Object>> before = new LinkedHashMap<>();
        tables.forEach((name, rows) -> before.put(name, new LinkedHashMap<>(rows)));
        boolean done = false;
        try {
            T result = call.get();
            done = true;
            return result;
        } finally {
            if (!done) {
                tables = before;
            }
            lock.unlock();
        }
    }

    @Override
    public <T> Table<T> table(String name, Class<T> rowType) {
        return new Table<>() {
            @Override
            public Optional<T> get(String key) {
                return Optional.ofNullable(rowsOf(name).get(key)).map(rowType::cast);
            }

            @Override
            public void put(String key, T row) {
                rowsOf(name).put(key, row);
            }

            @Override
            public Optional<T> remove(String key) {
                return Optional.ofNullable(rowsOf(name).remove(key)).map(rowType::cast);
            }

            @Override
            public List<T> rows() {
                return rowsOf(name).values().stream().map(rowType::cast).toList();
            }
        };
    }

    private Map<String, Object> rowsOf(String name) {
        return tables.computeIfAbsent(name, _ -> new LinkedHashMap<>());
    }
}
