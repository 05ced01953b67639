package dev.envctl.dag;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/// Visits a [Dag] in order, at most `parallelism` nodes at a time, each on a virtual thread. All state belongs to the
/// thread that calls [#run]; visitors only put their results into its queue. What depends on a failed node is skipped,
/// everything else goes on.
public final class Walk<T, R> {

    /// Called on a thread of its own.
    @FunctionalInterface
    public interface Visitor<T, R> {
        R visit(T node);
    }

    /// Called on the walking thread only.
    public interface Coordinator<T, R> {
        /// Whether anything new may begin. Once false, what runs is waited for and nothing else starts.
        boolean mayStart();

        void started(T node);

        /// Whether the nodes that depend on this one may go on.
        boolean finished(T node, R result);

        /// `because` is the failed node at the root of it.
        void skipped(T node, T because);

        void notStarted(T node);

        /// About once per `beat` while something runs.
        void beat();
    }

    /// One of the two: what the visitor returned, or what escaped from it.
    private record Done<T, R>(T node, Optional<R> result, Optional<Throwable> escaped) {}

    private final Dag<T> dag;
    private final int parallelism;
    private final Duration beat;
    private final Visitor<T, R> visitor;
    private final Coordinator<T, R> coordinator;
    private final BlockingQueue<Done<T, R>> results = new LinkedBlockingQueue<>();
    private final Map<T, Integer> missing = new LinkedHashMap<>();
    private final Map<T, T> skipped = new LinkedHashMap<>();
    private final Set<T> begun = new LinkedHashSet<>();
    private final Deque<T> ready = new ArrayDeque<>();
    private int running;

    public Walk(Dag<T> dag, int parallelism, Duration beat, Visitor<T, R> visitor, Coordinator<T, R> coordinator) {
        this.dag = dag;
        this.parallelism = parallelism;
        this.beat = beat;
        this.visitor = visitor;
        this.coordinator = coordinator;
    }

    /// Returns when every node was visited, skipped or left out. The visitor turns its failures into results; what
    /// escapes from it all the same ends the walk.
    public void run() {
        for (T node : dag.order()) {
            missing.put(node, dag.dependenciesOf(node).size());
            if (dag.dependenciesOf(node).isEmpty()) {
                ready.add(node);
            }
        }
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            startReady(threads);
            while (running > 0) {
                next().ifPresent(this::settle);
                startReady(threads);
            }
        }
        dag.order().stream()
                .filter(node -> !begun.contains(node) && !skipped.containsKey(node))
                .forEach(coordinator::notStarted);
    }

    private void startReady(ExecutorService threads) {
        while (running < parallelism && !ready.isEmpty() && coordinator.mayStart()) {
            T node = ready.poll();
            begun.add(node);
            running++;
            coordinator.started(node);
            threads.execute(() -> results.add(visit(node)));
        }
    }

    // whatever escapes is thrown again by the walking thread, which would otherwise wait for ever
    private Done<T, R> visit(T node) {
        try {
            return new Done<>(node, Optional.of(visitor.visit(node)), Optional.empty());
        } catch (Throwable escaped) {
            return new Done<>(node, Optional.empty(), Optional.of(escaped));
        }
    }

    private Optional<Done<T, R>> next() {
        try {
            Optional<Done<T, R>> done = Optional.ofNullable(results.poll(beat.toMillis(), TimeUnit.MILLISECONDS));
            coordinator.beat();
            return done;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(
                    "the walk's own thread was interrupted; this is a bug in envctl", interrupted);
        }
    }

    private void settle(Done<T, R> done) {
        running--;
        done.escaped().ifPresent(Walk::rethrow);
        if (!coordinator.finished(done.node(), done.result().orElseThrow())) {
            skipDependents(done.node());
            return;
        }
        for (T dependent : dag.dependentsOf(done.node())) {
            if (missing.merge(dependent, -1, Integer::sum) == 0 && !skipped.containsKey(dependent)) {
                ready.add(dependent);
            }
        }
    }

    private static void rethrow(Throwable escaped) {
        if (escaped instanceof Error error) {
            throw error;
        }
        if (escaped instanceof RuntimeException exception) {
            throw exception;
        }
        throw new IllegalStateException("visiting a node", escaped);
    }

    private void skipDependents(T failed) {
        List<T> downstream = new ArrayList<>(dag.downstreamOf(List.of(failed)));
        downstream.remove(failed);
        for (T node : downstream) {
            if (skipped.putIfAbsent(node, failed) == null) {
                coordinator.skipped(node, failed);
            }
        }
    }
}
