package dev.envctl.expression;

import dev.envctl.value.Address;
import dev.envctl.value.FieldPath;
import dev.envctl.value.Value;

/// Where attributes come from: the planner answers from what it resolved so far, the executor from what was made.
@FunctionalInterface
public interface Scope {

    /// The value of an attribute, [Value#UNKNOWN] while it is not known, [Value#NULL] where an optional one is not
    /// set.
    Value attribute(Address resource, FieldPath path);
}
