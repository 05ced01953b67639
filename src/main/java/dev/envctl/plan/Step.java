package dev.envctl.plan;

import dev.envctl.expression.Template;
import dev.envctl.provider.LiveObject;
import dev.envctl.provider.Ownership;
import dev.envctl.value.FieldPath;
import dev.envctl.value.Ordered;
import dev.envctl.value.Value;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;

/// One thing to do, complete in itself. `desired` is the spec as far as it was known when planning; `waiting` has the
/// expressions whose result is filled in at that path before the step starts. `object` is the live object it acts on
/// (none for a creation). `ignored` has been taken from it into `desired`, and stays out of the ledger. `ownership` is
/// the ledger to write; its hash is taken again from the resolved value. `quiet` steps bring the ledger up to date and
/// are not shown.
public record Step(
        StepId id,
        List<StepId> predecessors,
        Value.MapValue desired,
        SequencedMap<FieldPath, Template> waiting,
        Optional<LiveObject> object,
        List<FieldPath> changed,
        Ignored ignored,
        Optional<Ownership> ownership,
        boolean quiet) {

    public Step {
        predecessors = List.copyOf(predecessors);
        waiting = Ordered.copyOf(waiting);
        changed = List.copyOf(changed);
    }
}
