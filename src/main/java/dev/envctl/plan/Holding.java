package dev.envctl.plan;

import dev.envctl.schema.FieldRules;
import dev.envctl.schema.FieldSchema;
import dev.envctl.value.Address;
import dev.envctl.value.FieldPath;
import java.util.List;
import java.util.Map;

/// A cluster keeps its subnets busy: when one of them has to go before it comes back, in the same network even, the
/// cluster goes first. The schema says `held` of such fields. `decided` has what becomes of everything that comes
/// before.
record Holding(Map<Address, Action> decided) {

    /// The differences, of which those that cannot be made in place say so.
    List<FieldChange> of(List<FieldChange> differences, Resolver.Resolved resolved, FieldSchema spec) {
        return differences.stream()
                .map(field -> isHeld(field.path(), spec) && leavesFirst(field.path(), resolved)
                        ? field.replacing(reason(field.path(), spec))
                        : field)
                .toList();
    }

    private static boolean isHeld(FieldPath path, FieldSchema spec) {
        return spec.at(path)
                .filter(field -> field.rules().change() == FieldRules.Change.HELD)
                .isPresent();
    }

    private static String reason(FieldPath path, FieldSchema spec) {
        return spec.at(path).flatMap(field -> field.rules().reason()).orElse("");
    }

    private boolean leavesFirst(FieldPath path, Resolver.Resolved resolved) {
        return resolved.waiting().entrySet().stream()
                .filter(waiting -> waiting.getKey().startsWith(path) || path.startsWith(waiting.getKey()))
                .flatMap(waiting -> waiting.getValue().references().stream())
                .anyMatch(reference -> decided.get(reference.resource()) == Action.DELETE_THEN_CREATE);
    }
}
