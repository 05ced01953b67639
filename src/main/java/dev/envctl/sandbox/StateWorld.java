package dev.envctl.sandbox;

import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// A world over a [Store]. Any number of threads may use it; their transactions run one after another.
final class StateWorld implements World {

    private final Store store;
    private final Clock clock;
    private final ReentrantLock lock = new ReentrantLock();
    private final State state = new State();
    private Consumer<World> opening = _ -> {};

    StateWorld(Store store, Clock clock) {
        this.store = store;
        this.clock = clock;
    }

    /// What each transaction begins with.
    void openTransactionsWith(Consumer<World> step) {
        lock.lock();
        try {
            opening = step;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public Clock clock() {
        return clock;
    }

    /// A call within a call is part of it.
    @Override
    public <T> T transaction(Supplier<T> call) {
        if (lock.isHeldByCurrentThread()) {
            return call.get();
        }
        lock.lock();
        try {
            store.enter(state);
            try {
                return run(call);
            } finally {
                store.leave();
            }
        } finally {
            lock.unlock();
        }
    }

    private <T> T run(Supplier<T> call) {
        boolean committed = false;
        try {
            opening.accept(this);
            T result = call.get();
            if (state.isChanged()) {
                store.save(state);
            }
            state.commit();
            committed = true;
            return result;
        } finally {
            if (!committed) {
                state.rollback();
            }
        }
    }

    /// Keeps how far emulated time has come, and lets go of files.
    void close() {
        transaction(() -> clock.instant());
        store.close();
    }

    @Override
    public <T> Table<T> table(String name, Class<T> rowType) {
        return new StateTable<>(name, rowType);
    }

    private final class StateTable<T> implements Table<T> {

        private final String name;
        private final Class<T> rowType;

        StateTable(String name, Class<T> rowType) {
            this.name = name;
            this.rowType = rowType;
        }

        @Override
        public Optional<T> get(String key) {
            return transaction(
                    () -> Optional.ofNullable(state.rows(name).get(key)).map(row -> row.as(rowType)));
        }

        @Override
        public void put(String key, T row) {
            transaction(() -> {
                state.put(name, key, Row.of(row));
                return row;
            });
        }

        @Override
        public Optional<T> remove(String key) {
            return transaction(() -> state.remove(name, key).map(row -> row.as(rowType)));
        }

        @Override
        public List<T> rows() {
            return transaction(() -> state.rows(name).values().stream()
                    .map(row -> row.as(rowType))
                    .toList());
        }
    }
}
