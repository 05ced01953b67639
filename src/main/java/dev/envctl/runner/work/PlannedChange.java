package dev.envctl.runner.work;

import dev.envctl.plan.Action;
import dev.envctl.value.Value;
import java.util.List;
import java.util.Optional;

/// One visible change of a plan, as its JSON has it. `deposed` is the id of an older generation that the change is
/// about; `id` that of the live object; `fields` are JSON pointers; `content` is what it changes from and to, masked.
record PlannedChange(
        String address,
        Optional<String> deposed,
        Action action,
        Optional<String> id,
        boolean importing,
        Optional<String> previousAddress,
        List<String> fields,
        Value content) {

    PlannedChange {
        fields = List.copyOf(fields);
    }

    /// Tells the changes of one plan apart.
    String key() {
        return address + deposed.map(old -> " (" + old + ")").orElse("");
    }

    /// What is to be done, behind "to be".
    String words() {
        return switch (action) {
            case CREATE -> "created";
            case UPDATE -> "updated";
            case DELETE -> "destroyed";
            case DELETE_THEN_CREATE, CREATE_THEN_DELETE -> "replaced";
            case FORGET -> "given up";
            case WAIT -> "waited for";
            case READ -> "read";
            case NO_OP -> importing ? "imported" : "renamed";
        };
    }
}
