package dev.envctl.runner.work;

import static dev.envctl.plan.Action.CREATE;
import static dev.envctl.plan.Action.CREATE_THEN_DELETE;
import static dev.envctl.plan.Action.DELETE;
import static dev.envctl.plan.Action.DELETE_THEN_CREATE;
import static dev.envctl.plan.Action.FORGET;
import static dev.envctl.plan.Action.NO_OP;
import static dev.envctl.plan.Action.UPDATE;
import static dev.envctl.plan.Action.WAIT;

import dev.envctl.plan.Action;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Whether what is left to do is what was approved, less what has been done of it: after an apply that was broken off.
/// Every change that is left belongs to one that was approved, and is what can remain of that one. So nothing is
/// destroyed whose destruction was not approved, by id; and no field is changed in place that was not to be.
final class Remainder {

    /// approved → what can remain of it when it was begun. A creation leaves an object that waits for itself, or
    /// that lacks its last touch; a replacement may have lost its old half, or still have it beside the new one.
    private static final Map<Action, Set<Action>> REMAINS = remains();

    private Remainder() {}

    private static Map<Action, Set<Action>> remains() {
        Map<Action, Set<Action>> remains = new EnumMap<>(Action.class);
        remains.put(CREATE, Set.of(CREATE, WAIT, UPDATE));
        remains.put(UPDATE, Set.of(UPDATE, WAIT));
        remains.put(DELETE_THEN_CREATE, Set.of(DELETE_THEN_CREATE, CREATE, WAIT, UPDATE));
        remains.put(CREATE_THEN_DELETE, Set.of(CREATE_THEN_DELETE, WAIT, UPDATE));
        remains.put(DELETE, Set.of(DELETE));
        remains.put(WAIT, Set.of(WAIT));
        remains.put(FORGET, Set.of(FORGET));
        remains.put(NO_OP, Set.of(NO_OP));
        return remains;
    }

    /// One sentence, without a full stop, for each change that is no remainder; none when all are.
    static List<String> excess(List<PlannedChange> approved, List<PlannedChange> left) {
        List<String> excess = new ArrayList<>();
        for (PlannedChange change : left) {
            List<PlannedChange> candidates = approved.stream()
                    .filter(other -> other.address().equals(change.address()))
                    .toList();
            if (candidates.stream().noneMatch(candidate -> isLeftOf(candidate, change))) {
                excess.add(sentence(candidates, change));
            }
        }
        return excess;
    }

    private static boolean isLeftOf(PlannedChange approved, PlannedChange left) {
        if (left.deposed().isPresent()) {
            return isOldHalf(approved, left);
        }
        return approved.deposed().isEmpty()
                && REMAINS.getOrDefault(approved.action(), Set.of()).contains(left.action())
                && (!left.action().destroys() || left.id().equals(approved.id()))
                && (!left.importing() || approved.importing())
                && (left.previousAddress().isEmpty() || left.previousAddress().equals(approved.previousAddress()))
                && hasApprovedFields(approved, left);
    }

    /// An older generation goes because it was to go, or because its replacement was approved and has come.
    private static boolean isOldHalf(PlannedChange approved, PlannedChange left) {
        Optional<String> old = approved.action() == CREATE_THEN_DELETE ? approved.id() : approved.deposed();
        return left.action() == DELETE && old.equals(left.deposed());
    }

    /// What was to be made anew may be brought in line whatever its fields; it did not exist before.
    private static boolean hasApprovedFields(PlannedChange approved, PlannedChange left) {
        return approved.action() != UPDATE
                || left.fields().stream()
                        .allMatch(field -> approved.fields().stream()
                                .anyMatch(whole -> field.equals(whole) || field.startsWith(whole + "/")));
    }

    private static String sentence(List<PlannedChange> candidates, PlannedChange left) {
        String now = "%s: is to be %s".formatted(left.key(), left.words());
        if (candidates.isEmpty()) {
            return now + ", and was not part of the approved plan";
        }
        PlannedChange approved = candidates.getFirst();
        return approved.action() == left.action()
                ? "%s (%s) in another way than approved".formatted(now, String.join(", ", left.fields()))
                : "%s, and %s was approved".formatted(now, "to be " + approved.words());
    }
}
