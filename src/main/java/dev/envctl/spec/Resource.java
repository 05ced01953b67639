package dev.envctl.spec;

import dev.envctl.expression.Template;
import dev.envctl.problem.Source;
import dev.envctl.value.Address;
import dev.envctl.value.FieldPath;
import dev.envctl.value.Ordered;
import dev.envctl.value.Value;
import java.util.List;
import java.util.SequencedMap;

/// One resource that the environment wants or looks up. `body` is the spec (or the look-up's criteria) with schema
/// defaults and, for managed kinds with a `tags` field, the environment's tags filled in; where an expression stands it
/// holds [Value#UNKNOWN] and `expressions` has the template under that path. `positions` says where each field was
/// written.
public record Resource(
        Address address,
        Mode mode,
        Value.MapValue body,
        SequencedMap<FieldPath, Template> expressions,
        Lifecycle lifecycle,
        List<Address> previousAddresses,
        List<Address> dependsOn,
        Source source,
        SequencedMap<FieldPath, Source> positions) {

    public Resource {
        expressions = Ordered.copyOf(expressions);
        previousAddresses = List.copyOf(previousAddresses);
        dependsOn = List.copyOf(dependsOn);
        positions = Ordered.copyOf(positions);
    }

    public enum Mode {
        MANAGED,
        EXTERNAL
    }

    /// The place of a field, or of the nearest thing around it.
    public Source positionOf(FieldPath path) {
        for (int length = path.segments().size(); length > 0; length--) {
            Source place = positions.get(new FieldPath(path.segments().subList(0, length)));
            if (place != null) {
                return place;
            }
        }
        return source;
    }
}
