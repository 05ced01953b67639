package dev.envctl.schema;

import dev.envctl.problem.Source;
import dev.envctl.value.FieldPath;
import java.util.Optional;

/// Where the parts of a value were written. A path that was not written answers with the nearest thing around it; a
/// value that nobody wrote (it came from an option) has no place.
public interface Positions {

    Optional<Source> ofKey(FieldPath path);

    Optional<Source> ofValue(FieldPath path);
}
