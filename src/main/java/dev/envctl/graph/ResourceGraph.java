package dev.envctl.graph;

import dev.envctl.dag.CycleException;
import dev.envctl.dag.Dag;
import dev.envctl.expression.Template;
import dev.envctl.problem.Code;
import dev.envctl.problem.Problem;
import dev.envctl.problem.ProblemException;
import dev.envctl.spec.Environment;
import dev.envctl.spec.Resource;
import dev.envctl.value.Address;
import dev.envctl.value.KindName;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.SequencedSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/// The resources of an environment and what each of them waits for. Edges come from references, from `dependsOn`, and
/// from what a kind is known to wait for although no field says so.
public final class ResourceGraph {

    private final SequencedMap<Address, Resource> resources;
    private final Dag<Address> dag;
    private final SequencedMap<Address, Integer> waves;

    private ResourceGraph(SequencedMap<Address, Resource> resources, Dag<Address> dag) {
        this.resources = resources;
        this.dag = dag;
        this.waves = dag.waves();
    }

    /// `waitsFor` names the kinds that a kind waits for. Throws a problem with the whole cycle when there is one.
    public static ResourceGraph of(Environment environment, Function<KindName, List<KindName>> waitsFor) {
        SequencedMap<Address, Resource> resources = new LinkedHashMap<>();
        environment.resources().forEach(resource -> resources.put(resource.address(), resource));
        SequencedMap<Address, SequencedSet<Address>> written = new LinkedHashMap<>();
        resources.forEach((address, resource) -> written.put(address, dependenciesOf(resource)));
        Dag<Address> dag = dag(resources, written);
        return new ResourceGraph(resources, withForgotten(dag, resources, written, waitsFor));
    }

    public List<Resource> order() {
        return dag.order().stream().map(this::resource).toList();
    }

    public Resource resource(Address address) {
        return find(address)
                .orElseThrow(() -> new IllegalStateException("no resource " + address + "; this is a bug in envctl"));
    }

    public Optional<Resource> find(Address address) {
        return Optional.ofNullable(resources.get(address));
    }

    public SequencedSet<Address> dependenciesOf(Address address) {
        return dag.dependenciesOf(address);
    }

    public SequencedSet<Address> dependentsOf(Address address) {
        return dag.dependentsOf(address);
    }

    /// The addresses and everything they depend on, in order.
    public SequencedSet<Address> upstreamOf(Collection<Address> addresses) {
        return dag.upstreamOf(addresses);
    }

    /// How many resources have to be there one after the other before this one.
    public int wave(Address address) {
        return waves.getOrDefault(address, 0);
    }

    private static SequencedSet<Address> dependenciesOf(Resource resource) {
        SequencedSet<Address> found = new LinkedHashSet<>();
        for (Template template : resource.expressions().values()) {
            template.references().forEach(reference -> found.add(reference.resource()));
        }
        found.addAll(resource.dependsOn());
        return found;
    }

    private static Dag<Address> dag(
            SequencedMap<Address, Resource> resources, SequencedMap<Address, SequencedSet<Address>> dependencies) {
        try {
            return Dag.of(resources.keySet(), address -> dependencies.getOrDefault(address, new LinkedHashSet<>()));
        } catch (CycleException found) {
            throw new ProblemException(circular(found.cycle(), resources));
        }
    }

    private static Problem circular(List<?> cycle, SequencedMap<Address, Resource> resources) {
        String path = cycle.stream().map(Object::toString).collect(Collectors.joining(" -> "));
        Problem problem = Problem.of(Code.CIRCULAR_REFERENCE, "These resources wait for each other: " + path + ".")
                .withHint("Break the circle where one of them can be referred to by a name that is known beforehand, or"
                        + " move the field that refers back into a resource of its own (a SecurityGroupRule,"
                        + " say).");
        return Optional.ofNullable(resources.get(cycle.getFirst()))
                .map(resource -> problem.at(resource.source()))
                .orElse(problem);
    }

    /// Edges that people forget are only added where they agree with what is written, and with one another: what
    /// stands behind one of a kind is not what the others of that kind wait for. (A route table behind one NAT
    /// gateway is not the way out of another.)
    private static Dag<Address> withForgotten(
            Dag<Address> dag,
            SequencedMap<Address, Resource> resources,
            SequencedMap<Address, SequencedSet<Address>> written,
            Function<KindName, List<KindName>> waitsFor) {
        SequencedMap<KindName, SequencedSet<Address>> byKind = new LinkedHashMap<>();
        resources
                .keySet()
                .forEach(address -> byKind.computeIfAbsent(address.kind(), _ -> new LinkedHashSet<>())
                        .add(address));
        SequencedMap<Address, SequencedSet<Address>> all = new LinkedHashMap<>();
        SequencedMap<KindName, SequencedSet<Address>> behind = new LinkedHashMap<>();
        boolean anything = false;
        for (Address address : resources.keySet()) {
            SequencedSet<Address> dependencies =
                    new LinkedHashSet<>(written.getOrDefault(address, new LinkedHashSet<>()));
            SequencedSet<Address> forgotten = new LinkedHashSet<>();
            waitsFor.apply(address.kind()).forEach(kind -> forgotten.addAll(setOf(byKind, kind)));
            if (!forgotten.isEmpty()) {
                forgotten.removeAll(
                        behind.computeIfAbsent(address.kind(), kind -> dag.downstreamOf(setOf(byKind, kind))));
                anything |= dependencies.addAll(forgotten);
            }
            all.put(address, dependencies);
        }
        return anything ? dag(resources, all) : dag;
    }

    private static SequencedSet<Address> setOf(Map<KindName, SequencedSet<Address>> byKind, KindName kind) {
        return byKind.getOrDefault(kind, new LinkedHashSet<>());
    }
}
