package dev.envctl.report;

import dev.envctl.plan.Action;
import dev.envctl.plan.Change;
import dev.envctl.plan.Reason;
import dev.envctl.value.Address;
import dev.envctl.value.FieldPath;
import dev.envctl.value.Value;
import java.util.List;
import java.util.Optional;

/// Our words in Terraform's: its plan file and its event stream use two vocabularies for the same things.
final class Terraform {

    /// The version of the plan format, and of the tool whose output this can stand in for.
    static final String FORMAT_VERSION = "1.2";
    static final String TERRAFORM_VERSION = "1.9.0";
    static final String UI_VERSION = "1.2";
    static final String PROVIDER = "envctl.dev/envctl/envctl";

    private Terraform() {}

    /// `actions` of the plan file. Waiting for a half-made object changes nothing about it.
    static Value.ListValue actions(Action action) {
        return switch (action) {
            case NO_OP, WAIT -> Value.texts(List.of("no-op"));
            case READ -> Value.texts(List.of("read"));
            case CREATE -> Value.texts(List.of("create"));
            case UPDATE -> Value.texts(List.of("update"));
            case DELETE_THEN_CREATE -> Value.texts(List.of("delete", "create"));
            case CREATE_THEN_DELETE -> Value.texts(List.of("create", "delete"));
            case DELETE -> Value.texts(List.of("delete"));
            case FORGET -> Value.texts(List.of("forget"));
        };
    }

    /// `action` of the event stream; import and move only show where nothing else happens.
    static String streamAction(Change change) {
        return switch (change.action()) {
            case NO_OP, WAIT -> quietAction(change);
            case READ -> "read";
            case CREATE -> "create";
            case UPDATE -> "update";
            case DELETE_THEN_CREATE, CREATE_THEN_DELETE -> "replace";
            case DELETE -> "delete";
            case FORGET -> "remove";
        };
    }

    private static String quietAction(Change change) {
        if (change.previousAddress().isPresent()) {
            return "move";
        }
        return change.importing() ? "import" : "noop";
    }

    static Optional<String> actionReason(Change change) {
        return first(change).flatMap(cause -> switch (cause) {
            case CANNOT_UPDATE -> Optional.of("replace_because_cannot_update");
            case REPLACED_UPSTREAM -> Optional.of("replace_by_triggers");
            case REQUESTED -> Optional.of("replace_by_request");
            case FAILED_STATE, BEING_DELETED -> Optional.of("replace_because_tainted");
            case NOT_IN_CONFIGURATION -> Optional.of("delete_because_no_resource_config");
            case RETAINED -> Optional.of("forgot_because_lifecycle_destroy_in_config");
            case OLD_GENERATION, DESTROY, HALF_MADE, ADOPTED, RENAMED -> Optional.empty();
        });
    }

    static Optional<String> streamReason(Change change) {
        return first(change).flatMap(cause -> switch (cause) {
            case CANNOT_UPDATE -> Optional.of("cannot_update");
            case REPLACED_UPSTREAM -> Optional.of("replace_triggered_by");
            case REQUESTED -> Optional.of("requested");
            case FAILED_STATE, BEING_DELETED -> Optional.of("tainted");
            case NOT_IN_CONFIGURATION -> Optional.of("delete_because_no_resource_config");
            case OLD_GENERATION, DESTROY, RETAINED, HALF_MADE, ADOPTED, RENAMED -> Optional.empty();
        });
    }

    private static Optional<Reason.Cause> first(Change change) {
        return change.reasons().stream().map(Reason::cause).findFirst();
    }

    /// A path as Terraform writes it: keys and positions in an array.
    static Value.ListValue path(FieldPath path) {
        return new Value.ListValue(path.segments().stream().map(Terraform::step).toList());
    }

    private static Value step(FieldPath.Segment segment) {
        return switch (segment) {
            case FieldPath.Key(String name) -> Value.of(name);
            case FieldPath.Index(int position) -> Value.of(position);
        };
    }

    /// The `resource` object of the event stream.
    static Document resource(Address address) {
        String local = new Address(List.of(), address.kind(), address.name(), address.key()).toString();
        return new Document()
                .put("addr", address.toString())
                .put("module", address.modulePath())
                .put("resource", local)
                .put("implied_provider", "envctl")
                .put("resource_type", address.kind().text())
                .put("resource_name", address.name())
                .put("resource_key", address.key().<Value>map(Value::of).orElse(Value.NULL));
    }

    /// The head that `resource_changes` and the values objects share.
    static Document named(Address address, String mode) {
        Document document = new Document().put("address", address.toString());
        return document.put("mode", mode)
                .put("type", address.kind().text())
                .put("name", address.name())
                .putIfPresent("index", address.key())
                .put("provider_name", PROVIDER);
    }
}
