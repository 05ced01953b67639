package dev.envctl.dag;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class WalkTest {

    @Property(tries = 60)
    void visitsEveryNodeOnceAfterItsDependenciesAndNeverTooManyAtOnce(
            @ForAll @IntRange(min = 1, max = 80) int size,
            @ForAll @IntRange(min = 1, max = 7) int parallelism,
            @ForAll long seed) {
        Map<Integer, Set<Integer>> edges = DagTest.randomEdges(size, new Random(seed));
        Dag<Integer> dag = Dag.of(edges.keySet(), node -> edges.getOrDefault(node, Set.of()));
        Set<Integer> done = ConcurrentHashMap.newKeySet();
        AtomicInteger atOnce = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        Recorder recorder = new Recorder(Set.of(), Integer.MAX_VALUE);

        new Walk<Integer, Boolean>(
                        dag,
                        parallelism,
                        Duration.ofMillis(50),
                        node -> {
                            most.accumulateAndGet(atOnce.incrementAndGet(), Math::max);
                            assertThat(done).containsAll(dag.dependenciesOf(node));
                            done.add(node);
                            atOnce.decrementAndGet();
                            return true;
                        },
                        recorder)
                .run();

        assertThat(recorder.finished).containsExactlyInAnyOrderElementsOf(dag.order());
        assertThat(most.get()).isLessThanOrEqualTo(parallelism);
    }

    @Test
    void skipsWhatDependsOnAFailureAndNamesItsRoot() {
        Recorder recorder = new Recorder(Set.of(1), Integer.MAX_VALUE);

        walk(Map.of(0, Set.of(), 1, Set.of(0), 2, Set.of(1), 3, Set.of(2), 4, Set.of(0)), recorder);

        assertThat(recorder.finished).containsExactlyInAnyOrder(0, 1, 4);
        assertThat(recorder.skipped).containsExactly("2 because 1", "3 because 1");
    }

    @Test
    void leavesTheRestAloneOnceNothingMayStart() {
        Recorder recorder = new Recorder(Set.of(), 2);

        walk(Map.of(0, Set.of(), 1, Set.of(0), 2, Set.of(1), 3, Set.of(2)), recorder);

        assertThat(recorder.finished).containsExactly(0, 1);
        assertThat(recorder.notStarted).containsExactly(2, 3);
    }

    @Test
    void endsWithWhatEscapesFromAVisitor() {
        Dag<Integer> dag = Dag.of(List.of(1), _ -> Set.of());
        Walk<Integer, Boolean> walk = new Walk<>(
                dag,
                1,
                Duration.ofSeconds(1),
                _ -> {
                    throw new AssertionError("escaped");
                },
                new Recorder(Set.of(), 9));

        assertThatThrownBy(walk::run).isInstanceOf(AssertionError.class).hasMessage("escaped");
    }

    private static void walk(Map<Integer, Set<Integer>> edges, Recorder recorder) {
        Dag<Integer> dag =
                Dag.of(edges.keySet().stream().sorted().toList(), node -> edges.getOrDefault(node, Set.of()));
        new Walk<Integer, Boolean>(dag, 1, Duration.ofMillis(50), node -> !recorder.failing.contains(node), recorder)
                .run();
    }

    private static final class Recorder implements Walk.Coordinator<Integer, Boolean> {
        private final Set<Integer> failing;
        private final int most;
        private final List<Integer> finished = new ArrayList<>();
        private final List<String> skipped = new ArrayList<>();
        private final List<Integer> notStarted = new ArrayList<>();

        Recorder(Set<Integer> failing, int most) {
            this.failing = failing;
            this.most = most;
        }

        @Override
        public boolean mayStart() {
            return finished.size() < most;
        }

        @Override
        public void started(Integer node) {}

        @Override
        public boolean finished(Integer node, Boolean result) {
            finished.add(node);
            return result;
        }

        @Override
        public void skipped(Integer node, Integer because) {
            skipped.add(node + " because " + because);
        }

        @Override
        public void notStarted(Integer node) {
            notStarted.add(node);
        }

        @Override
        public void beat() {}
    }
}
