package dev.envctl.dag;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.SequencedMap;
import java.util.SequencedSet;
import java.util.function.Function;

/// An acyclic graph of things that depend on each other. Its order is stable: it depends on the order in which the
/// nodes were given and on nothing else.
public final class Dag<T> {

    private final SequencedMap<T, Integer> position;
    private final SequencedMap<T, SequencedSet<T>> dependencies;
    private final SequencedMap<T, SequencedSet<T>> dependents;
    private final List<T> order;

    private Dag(
            SequencedMap<T, Integer> position,
            SequencedMap<T, SequencedSet<T>> dependencies,
            SequencedMap<T, SequencedSet<T>> dependents) {
        this.position = position;
        this.dependencies = dependencies;
        this.dependents = dependents;
        this.order = sort();
    }

    /// Dependencies on things that are no nodes are left out. Throws [CycleException] when there is a cycle.
    public static <T> Dag<T> of(Collection<T> nodes, Function<T, ? extends Collection<T>> dependenciesOf) {
        SequencedMap<T, Integer> position = new LinkedHashMap<>();
        nodes.forEach(node -> position.putIfAbsent(node, position.size()));
        SequencedMap<T, SequencedSet<T>> dependencies = new LinkedHashMap<>();
        SequencedMap<T, SequencedSet<T>> dependents = new LinkedHashMap<>();
        position.keySet().forEach(node -> dependents.put(node, new LinkedHashSet<>()));
        for (T node : position.keySet()) {
            SequencedSet<T> wanted = new LinkedHashSet<>(dependenciesOf.apply(node));
            wanted.retainAll(position.keySet());
            dependencies.put(node, wanted);
            wanted.forEach(dependency -> setOf(dependents, dependency).add(node));
        }
        return new Dag<>(position, dependencies, dependents);
    }

    /// Dependencies first; among those that are ready, the one given first.
    public List<T> order() {
        return order;
    }

    public SequencedSet<T> dependenciesOf(T node) {
        return Collections.unmodifiableSequencedSet(setOf(dependencies, node));
    }

    public SequencedSet<T> dependentsOf(T node) {
        return Collections.unmodifiableSequencedSet(setOf(dependents, node));
    }

    /// The length of the longest way down from each node; 0 for those that depend on nothing.
    public SequencedMap<T, Integer> waves() {
        SequencedMap<T, Integer> waves = new LinkedHashMap<>();
        for (T node : order) {
            int deepest = -1;
            for (T dependency : setOf(dependencies, node)) {
                deepest = Math.max(deepest, waves.getOrDefault(dependency, 0));
            }
            waves.put(node, deepest + 1);
        }
        return waves;
    }

    /// The nodes and everything they depend on, in order.
    public SequencedSet<T> upstreamOf(Collection<T> nodes) {
        return closure(nodes, dependencies);
    }

    /// The nodes and everything that depends on them, in order.
    public SequencedSet<T> downstreamOf(Collection<T> nodes) {
        return closure(nodes, dependents);
    }

    private SequencedSet<T> closure(Collection<T> nodes, Map<T, SequencedSet<T>> edges) {
        SequencedSet<T> found = new LinkedHashSet<>();
        Deque<T> open = new ArrayDeque<>(nodes);
        while (!open.isEmpty()) {
            T node = open.pop();
            if (found.add(node)) {
                open.addAll(setOf(edges, node));
            }
        }
        SequencedSet<T> ordered = new LinkedHashSet<>(order);
        ordered.retainAll(found);
        return ordered;
    }

    private List<T> sort() {
        Map<T, Integer> missing = new LinkedHashMap<>();
        dependencies.forEach((node, wanted) -> missing.put(node, wanted.size()));
        PriorityQueue<T> ready = new PriorityQueue<>((one, other) -> positionOf(one) - positionOf(other));
        missing.forEach((node, count) -> {
            if (count == 0) {
                ready.add(node);
            }
        });
        List<T> sorted = new ArrayList<>();
        for (T node = ready.poll(); node != null; node = ready.poll()) {
            sorted.add(node);
            for (T dependent : setOf(dependents, node)) {
                if (missing.merge(dependent, -1, Integer::sum) == 0) {
                    ready.add(dependent);
                }
            }
        }
        if (sorted.size() < position.size()) {
            throw new CycleException(findCycle(new LinkedHashSet<>(sorted)));
        }
        return List.copyOf(sorted);
    }

    /// Every node that could not be sorted has a dependency that could not either: following those must come back.
    private List<T> findCycle(SequencedSet<T> sorted) {
        List<T> path = new ArrayList<>();
        T node = first(position.keySet(), sorted).orElseThrow();
        while (!path.contains(node)) {
            path.add(node);
            node = first(setOf(dependencies, node), sorted).orElseThrow();
        }
        List<T> cycle = new ArrayList<>(path.subList(path.indexOf(node), path.size()));
        cycle.add(node);
        return cycle;
    }

    private static <T> Optional<T> first(Collection<T> nodes, SequencedSet<T> without) {
        return nodes.stream().filter(node -> !without.contains(node)).findFirst();
    }

    private int positionOf(T node) {
        return position.getOrDefault(node, 0);
    }

    private static <T> SequencedSet<T> setOf(Map<T, SequencedSet<T>> edges, T node) {
        SequencedSet<T> set = edges.get(node);
        return set == null ? new LinkedHashSet<>() : set;
    }
}
