package dev.envctl.plan.preflight;

import dev.envctl.problem.Code;
import dev.envctl.problem.Problem;
import dev.envctl.spec.Resource;
import dev.envctl.value.Address;
import dev.envctl.value.FieldPath;
import dev.envctl.value.Value;
import java.util.Optional;

/// One resource as it is going to be, as far as that is known.
record Item(Resource resource, Value.MapValue attributes) {

    Address address() {
        return resource.address();
    }

    String kind() {
        return address().kind().text();
    }

    boolean isManaged() {
        return resource.mode() == Resource.Mode.MANAGED;
    }

    Optional<Value> at(FieldPath path) {
        return attributes.at(path);
    }

    Optional<String> text(String attribute) {
        return attributes.text(attribute);
    }

    Optional<String> text(FieldPath path) {
        return at(path).orElse(Value.NULL) instanceof Value.Text(String text) ? Optional.of(text) : Optional.empty();
    }

    /// A problem with one of its fields.
    Problem problem(Code code, FieldPath path, String detail, String hint) {
        return Problem.of(code, detail).withHint(hint).at(resource.positionOf(path));
    }
}
