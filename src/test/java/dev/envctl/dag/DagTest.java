package dev.envctl.dag;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SequencedMap;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class DagTest {

    @Test
    void putsDependenciesFirstAndKeepsTheGivenOrderAmongTheReady() {
        Dag<String> dag = graph("d <- b c, b <- a, c <- a, a, z");

        assertThat(dag.order()).containsExactly("a", "b", "c", "d", "z");
    }

    @Test
    void tellsHowDeepANodeStands() {
        assertThat(graph("d <- b, b <- a, a, z").waves()).isEqualTo(Map.of("a", 0, "b", 1, "d", 2, "z", 0));
    }

    @Test
    void findsEverythingUpstreamAndDownstream() {
        Dag<String> dag = graph("d <- b c, b <- a, c <- a, a, z <- d");

        assertThat(dag.upstreamOf(List.of("b"))).containsExactly("a", "b");
        assertThat(dag.downstreamOf(List.of("c"))).containsExactly("c", "d", "z");
    }

    @Test
    void namesTheWholeCycle() {
        assertThatThrownBy(() -> graph("x, a <- b, b <- c, c <- a, d <- a"))
                .isInstanceOfSatisfying(
                        CycleException.class,
                        thrown -> assertThat(thrown.cycle()).isEqualTo(List.of("a", "b", "c", "a")));
    }

    @Test
    void leavesOutDependenciesOnStrangers() {
        assertThat(graph("a <- stranger").order()).containsExactly("a");
    }

    @Property(tries = 200)
    void sortsEveryAcyclicGraph(@ForAll @IntRange(min = 1, max = 60) int size, @ForAll long seed) {
        SequencedMap<Integer, Set<Integer>> edges = randomEdges(size, new Random(seed));

        Dag<Integer> dag = Dag.of(edges.keySet(), node -> edges.getOrDefault(node, Set.of()));

        assertThat(dag.order()).hasSize(size);
        edges.forEach((node, dependencies) ->
                dependencies.forEach(dependency -> assertThat(dag.order().indexOf(dependency))
                        .isLessThan(dag.order().indexOf(node))));
    }

    static SequencedMap<Integer, Set<Integer>> randomEdges(int size, Random random) {
        SequencedMap<Integer, Set<Integer>> edges = new LinkedHashMap<>();
        for (int node = 0; node < size; node++) {
            Set<Integer> dependencies = new LinkedHashSet<>();
            for (int i = 0; i < 3 && node > 0; i++) {
                dependencies.add(random.nextInt(node));
            }
            edges.put(node, dependencies);
        }
        return edges;
    }

    private static Dag<String> graph(String text) {
        SequencedMap<String, List<String>> edges = new LinkedHashMap<>();
        for (String part : text.split(",", -1)) {
            List<String> words = new ArrayList<>(List.of(part.strip().split(" +", -1)));
            String node = words.removeFirst();
            words.remove("<-");
            edges.put(node, words);
        }
        return Dag.of(edges.keySet().stream().sorted().toList(), node -> edges.getOrDefault(node, List.of()));
    }
}
