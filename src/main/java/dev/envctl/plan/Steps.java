package dev.envctl.plan;

import dev.envctl.dag.CycleException;
import dev.envctl.dag.Dag;
import dev.envctl.expression.Template;
import dev.envctl.graph.ResourceGraph;
import dev.envctl.provider.Kinds;
import dev.envctl.provider.LiveObject;
import dev.envctl.provider.Ownership;
import dev.envctl.provider.Traits;
import dev.envctl.value.Address;
import dev.envctl.value.FieldPath;
import dev.envctl.value.KindName;
import dev.envctl.value.Value;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.SequencedSet;
import java.util.Set;

/// Turns decisions into steps and puts them in order.
///
/// Making follows the graph; taking away runs against it. What has no document any more is ordered by the references
/// between live objects and by the ranks of their kinds: those edges are soft, and give way where they would close a
/// circle with what the graph says.
final class Steps {

    private record Edge(StepId before, StepId after) {}

    private final ResourceGraph graph;
    private final Kinds kinds;
    private final SequencedMap<StepId, Step> steps = new LinkedHashMap<>();
    private final Map<Address, StepId> makes = new LinkedHashMap<>();
    private final SequencedMap<Address, StepId> removals = new LinkedHashMap<>();
    private final SequencedMap<StepId, LiveObject> removed = new LinkedHashMap<>();
    private final Set<StepId> orphaned = new LinkedHashSet<>();
    private final SequencedMap<StepId, SequencedSet<StepId>> hard = new LinkedHashMap<>();
    private final SequencedSet<Edge> soft = new LinkedHashSet<>();
    private final Set<Edge> moves = new LinkedHashSet<>();

    Steps(ResourceGraph graph, Kinds kinds) {
        this.graph = graph;
        this.kinds = kinds;
    }

    List<Step> order(List<Decision> decisions, List<Orphan> orphans) {
        decisions.forEach(this::addMake);
        decisions.reversed().forEach(this::addRemoval);
        orphans.stream().sorted(lastMadeFirst()).forEach(this::addOrphan);
        orderMakes(decisions);
        orderRemovals(decisions);
        orderMoves(decisions);
        orphans.stream().filter(Orphan::deposed).forEach(this::orderDeposed);
        orderByLiveReferences(decisions);
        orderByRank();
        return withPredecessors();
    }

    private Comparator<Orphan> lastMadeFirst() {
        return Comparator.<Orphan>comparingInt(orphan -> -rank(orphan.object().kind()))
                .thenComparing(Orphan::address)
                .thenComparing(orphan -> orphan.object().id());
    }

    private void addMake(Decision decision) {
        switch (decision.action()) {
            case CREATE -> addMake(decision, StepId.Verb.CREATE, 1, Optional.empty(), false);
            case DELETE_THEN_CREATE, CREATE_THEN_DELETE ->
                addMake(decision, StepId.Verb.CREATE, decision.liveGeneration() + 1, Optional.empty(), false);
            case UPDATE -> addMake(decision, StepId.Verb.UPDATE, decision.liveGeneration(), decision.live(), false);
            case WAIT -> addMake(decision, StepId.Verb.AWAIT, decision.liveGeneration(), decision.live(), false);
            case NO_OP -> addClaim(decision);
            case READ, DELETE, FORGET -> {}
        }
    }

    private void addClaim(Decision decision) {
        Optional<Ownership> written = decision.live().flatMap(LiveObject::ownership);
        boolean visible = decision.isImport() || decision.previousAddress().isPresent();
        if (visible
                || (kinds.get(decision.address().kind()).traits().ledger() == Traits.Ledger.OBJECT
                        && !written.equals(Optional.of(decision.ledger())))) {
            addMake(decision, StepId.Verb.CLAIM, decision.liveGeneration(), decision.live(), !visible);
        }
    }

    private void addMake(
            Decision decision, StepId.Verb verb, int generation, Optional<LiveObject> object, boolean quiet) {
        StepId id = new StepId(verb, decision.address(), Math.max(1, generation));
        Ownership ledger = decision.ledger();
        Ownership ownership = new Ownership(
                ledger.environment(), ledger.address(), ledger.applied(), id.generation(), ledger.protection());
        add(new Step(
                id,
                List.of(),
                decision.resolved().body(),
                decision.resolved().waiting(),
                object,
                decision.fields().stream().map(FieldChange::path).toList(),
                decision.ignored(),
                Optional.of(ownership),
                quiet));
        makes.put(decision.address(), id);
    }

    private void addRemoval(Decision decision) {
        switch (decision.action()) {
            case DELETE, DELETE_THEN_CREATE, CREATE_THEN_DELETE -> addRemoval(decision, StepId.Verb.DELETE);
            case FORGET -> addRemoval(decision, StepId.Verb.RELEASE);
            case CREATE, UPDATE, WAIT, NO_OP, READ -> {}
        }
    }

    private void addRemoval(Decision decision, StepId.Verb verb) {
        decision.live().ifPresent(object -> {
            StepId id = new StepId(verb, decision.address(), Math.max(1, decision.liveGeneration()));
            add(removal(id, object));
            removals.put(decision.address(), id);
        });
    }

    private void addOrphan(Orphan orphan) {
        StepId.Verb verb = orphan.action() == Action.FORGET ? StepId.Verb.RELEASE : StepId.Verb.DELETE;
        StepId id = new StepId(verb, orphan.address(), orphan.generation());
        add(removal(id, orphan.object()));
        orphaned.add(id);
    }

    private Step removal(StepId id, LiveObject object) {
        removed.put(id, object);
        return new Step(
                id,
                List.of(),
                Value.MapValue.EMPTY,
                new LinkedHashMap<FieldPath, Template>(),
                Optional.of(object),
                List.of(),
                Ignored.NOTHING,
                Optional.empty(),
                false);
    }

    private void add(Step step) {
        steps.put(step.id(), step);
        hard.put(step.id(), new LinkedHashSet<>());
    }

    /// A step waits for the nearest step of everything it depends on, through resources that have none.
    private void orderMakes(List<Decision> decisions) {
        Map<Address, SequencedSet<StepId>> reached = new LinkedHashMap<>();
        for (Decision decision : decisions) {
            Address address = decision.address();
            SequencedSet<StepId> before = new LinkedHashSet<>();
            graph.dependenciesOf(address)
                    .forEach(dependency -> before.addAll(reached.getOrDefault(dependency, new LinkedHashSet<>())));
            StepId make = makes.get(address);
            if (make == null) {
                reached.put(address, before);
                continue;
            }
            before.forEach(step -> after(step, make));
            SequencedSet<StepId> self = new LinkedHashSet<>();
            self.add(make);
            reached.put(address, self);
            if (decision.action() == Action.DELETE_THEN_CREATE) {
                removal(address).ifPresent(old -> after(old, make));
            }
        }
    }

    /// An object goes when everything that stood on it has gone or moved away.
    private void orderRemovals(List<Decision> decisions) {
        Map<Address, SequencedSet<StepId>> gone = new LinkedHashMap<>();
        Map<Address, SequencedSet<StepId>> moved = new LinkedHashMap<>();
        for (Decision decision : decisions.reversed()) {
            Address address = decision.address();
            SequencedSet<StepId> goneBefore = new LinkedHashSet<>();
            SequencedSet<StepId> movedBefore = new LinkedHashSet<>();
            for (Address dependent : graph.dependentsOf(address)) {
                goneBefore.addAll(gone.getOrDefault(dependent, new LinkedHashSet<>()));
                movedBefore.addAll(moved.getOrDefault(dependent, new LinkedHashSet<>()));
            }
            removal(address).ifPresent(old -> {
                goneBefore.forEach(step -> after(step, old));
                if (decision.action() == Action.CREATE_THEN_DELETE) {
                    movedBefore.forEach(step -> after(step, old));
                    make(address).ifPresent(make -> after(make, old));
                }
            });
            gone.put(address, removal(address).map(Steps::setOf).orElse(goneBefore));
            SequencedSet<StepId> ownMoves = make(address).map(Steps::setOf).orElse(movedBefore);
            moved.put(address, ownMoves);
        }
    }

    /// What moves to another parent without being made anew, an internet gateway to another network, moves when
    /// what stood on it at the old place has gone.
    private void orderMoves(List<Decision> decisions) {
        for (Decision decision : decisions) {
            if (decision.action() == Action.UPDATE && moves(decision)) {
                make(decision.address())
                        .ifPresent(move -> graph.dependentsOf(decision.address())
                                .forEach(dependent -> removal(dependent).ifPresent(old -> {
                                    softly(old, move);
                                    moves.add(new Edge(old, move));
                                })));
            }
        }
    }

    private boolean moves(Decision decision) {
        List<FieldPath> references =
                kinds.get(decision.address().kind()).traits().references();
        return decision.fields().stream()
                .anyMatch(field -> references.contains(field.path())
                        && field.before().filter(Value.Text.class::isInstance).isPresent());
    }

    private void orderDeposed(Orphan orphan) {
        StepId id = new StepId(StepId.Verb.DELETE, orphan.address(), orphan.generation());
        make(orphan.address()).ifPresent(make -> after(make, id));
        if (graph.find(orphan.address()).isPresent()) {
            graph.dependentsOf(orphan.address())
                    .forEach(dependent -> make(dependent).ifPresent(make -> after(make, id)));
        }
    }

    private void orderByLiveReferences(List<Decision> decisions) {
        Map<String, List<StepId>> byIdentity = new LinkedHashMap<>();
        removed.forEach((step, object) -> identities(object)
                .forEach(text ->
                        byIdentity.computeIfAbsent(text, _ -> new ArrayList<>()).add(step)));
        if (byIdentity.isEmpty()) {
            return;
        }
        removed.forEach((step, object) -> referredBy(object, byIdentity).forEach(target -> softly(step, target)));
        for (Decision decision : decisions) {
            if (decision.action() == Action.UPDATE) {
                make(decision.address())
                        .ifPresent(make -> decision.live()
                                .ifPresent(object ->
                                        referredBy(object, byIdentity).forEach(target -> softly(make, target))));
            }
        }
    }

    private SequencedSet<StepId> referredBy(LiveObject object, Map<String, List<StepId>> byIdentity) {
        SequencedSet<StepId> targets = new LinkedHashSet<>();
        for (FieldPath field : kinds.get(object.kind()).traits().references()) {
            object.attributes()
                    .at(field)
                    .ifPresent(value ->
                            texts(value).forEach(text -> targets.addAll(byIdentity.getOrDefault(text, List.of()))));
        }
        targets.removeIf(target -> object.equals(removed.get(target)));
        return targets;
    }

    private static List<String> identities(LiveObject object) {
        List<String> texts = new ArrayList<>();
        texts.add(object.id());
        object.computed().entries().values().forEach(value -> value.asText().ifPresent(texts::add));
        return texts;
    }

    private static List<String> texts(Value value) {
        return switch (value) {
            case Value.Text(String text) -> List.of(text);
            case Value.ListValue list ->
                list.elements().stream()
                        .flatMap(element -> texts(element).stream())
                        .toList();
            case Value.MapValue map ->
                map.entries().values().stream()
                        .flatMap(element -> texts(element).stream())
                        .toList();
            case Value.Number _, Value.Flag _, Value.Null _, Value.Unknown _, Value.Secret _ -> List.of();
        };
    }

    /// What has no document is taken away from the highest rank down, relative to everything else that goes.
    private void orderByRank() {
        for (StepId orphan : orphaned) {
            int rank = rank(orphan.address().kind());
            for (StepId other : removed.sequencedKeySet()) {
                int otherRank = rank(other.address().kind());
                if (otherRank < rank) {
                    softly(orphan, other);
                }
                if (otherRank > rank) {
                    softly(other, orphan);
                }
            }
        }
    }

    private List<Step> withPredecessors() {
        Dag<StepId> dag = acyclic();
        return dag.order().stream()
                .map(id -> Optional.ofNullable(steps.get(id)).orElseThrow())
                .map(step -> new Step(
                        step.id(),
                        List.copyOf(dag.dependenciesOf(step.id())),
                        step.desired(),
                        step.waiting(),
                        step.object(),
                        step.changed(),
                        step.ignored(),
                        step.ownership(),
                        step.quiet()))
                .toList();
    }

    private Dag<StepId> acyclic() {
        while (true) {
            try {
                Map<StepId, List<StepId>> softBefore = softBefore();
                return Dag.of(steps.sequencedKeySet(), step -> predecessors(step, softBefore));
            } catch (CycleException found) {
                soft.remove(softEdgeOf(found.cycle()));
            }
        }
    }

    private SequencedSet<StepId> predecessors(StepId step, Map<StepId, List<StepId>> softBefore) {
        SequencedSet<StepId> all = new LinkedHashSet<>(hard.getOrDefault(step, new LinkedHashSet<>()));
        all.addAll(softBefore.getOrDefault(step, List.of()));
        return all;
    }

    private Map<StepId, List<StepId>> softBefore() {
        Map<StepId, List<StepId>> before = new LinkedHashMap<>();
        soft.forEach(edge ->
                before.computeIfAbsent(edge.after(), _ -> new ArrayList<>()).add(edge.before()));
        return before;
    }

    /// Each node of the cycle depends on the next. A wish gives way to what must be: an update that lets go of an
    /// old object in good time is a wish, a move that its old place would refuse is not.
    private Edge softEdgeOf(List<?> cycle) {
        List<Edge> candidates = new ArrayList<>();
        for (int i = 0; i + 1 < cycle.size(); i++) {
            Edge edge = new Edge((StepId) cycle.get(i + 1), (StepId) cycle.get(i));
            if (soft.contains(edge)) {
                candidates.add(edge);
            }
        }
        return candidates.stream()
                .filter(edge -> !moves.contains(edge))
                .findFirst()
                .or(() -> candidates.stream().findFirst())
                .orElseThrow(() -> new IllegalStateException(
                        "the steps of a plan wait for each other: " + cycle + "; this is a bug in envctl"));
    }

    private void after(StepId before, StepId step) {
        if (!before.equals(step)) {
            hard.computeIfAbsent(step, _ -> new LinkedHashSet<>()).add(before);
        }
    }

    private void softly(StepId before, StepId step) {
        if (!before.equals(step)) {
            soft.add(new Edge(before, step));
        }
    }

    private Optional<StepId> make(Address address) {
        return Optional.ofNullable(makes.get(address));
    }

    private Optional<StepId> removal(Address address) {
        return Optional.ofNullable(removals.get(address));
    }

    private int rank(KindName kind) {
        return kinds.get(kind).traits().rank();
    }

    private static SequencedSet<StepId> setOf(StepId step) {
        SequencedSet<StepId> set = new LinkedHashSet<>();
        set.add(step);
        return set;
    }
}
