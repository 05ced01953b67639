package dev.envctl.plan;

import dev.envctl.graph.ResourceGraph;
import dev.envctl.provider.LiveObject;
import dev.envctl.schema.KindSchema;
import dev.envctl.schema.Schemas;
import dev.envctl.value.Value;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// Decisions as a reader sees them: in waves, within a wave by kind and name, what has no document last.
final class Changes {

    private final ResourceGraph graph;
    private final Schemas schemas;

    Changes(ResourceGraph graph, Schemas schemas) {
        this.graph = graph;
        this.schemas = schemas;
    }

    List<Change> of(List<Decision> decisions, List<Orphan> orphans) {
        List<Change> changes = new ArrayList<>();
        decisions.stream().sorted(byWave()).forEach(decision -> changes.add(change(decision)));
        orphans.stream()
                .sorted(Comparator.comparing(Orphan::address).thenComparing(Orphan::generation))
                .forEach(orphan -> changes.add(change(orphan)));
        return changes;
    }

    private Comparator<Decision> byWave() {
        return Comparator.<Decision>comparingInt(decision -> graph.wave(decision.address()))
                .thenComparing(decision -> decision.address().kind())
                .thenComparing(Decision::address);
    }

    private Change change(Decision decision) {
        return new Change(
                decision.address(),
                decision.previousAddress(),
                decision.action(),
                before(decision),
                after(decision),
                decision.fields(),
                decision.reasons(),
                Divergences.of(decision.fields()),
                decision.live().map(LiveObject::id),
                false,
                decision.isImport(),
                decision.live().map(LiveObject::state),
                Optional.of(decision.resource().source()));
    }

    private Value.MapValue before(Decision decision) {
        return decision.live()
                .map(live -> (Value.MapValue) NormalForm.inOrderOf(
                        decision.resolved().body(),
                        live.attributes(),
                        schemas.get(decision.address().kind()).attributes()))
                .orElse(Value.MapValue.EMPTY);
    }

    private Value.MapValue after(Decision decision) {
        KindSchema schema = schemas.get(decision.address().kind());
        Value.MapValue desired = NormalForm.withDigests(decision.resolved().body(), schema.attributes());
        return switch (decision.action()) {
            case DELETE, FORGET -> Value.MapValue.EMPTY;
            case CREATE, DELETE_THEN_CREATE, CREATE_THEN_DELETE -> Attributes.ofNew(desired, schema);
            case READ -> decision.live().map(LiveObject::attributes).orElse(Value.MapValue.EMPTY);
            case NO_OP, UPDATE, WAIT ->
                decision.live()
                        .map(object -> Attributes.ofChanged(desired, object, schema, decision.fields()))
                        .orElse(desired);
        };
    }

    private static Change change(Orphan orphan) {
        return new Change(
                orphan.address(),
                Optional.empty(),
                orphan.action(),
                orphan.object().attributes(),
                Value.MapValue.EMPTY,
                List.of(),
                orphan.reasons(),
                Divergence.NONE,
                Optional.of(orphan.object().id()),
                orphan.deposed(),
                false,
                Optional.of(orphan.object().state()),
                Optional.empty());
    }
}
