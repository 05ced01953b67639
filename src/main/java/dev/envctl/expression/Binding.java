package dev.envctl.expression;

import dev.envctl.value.Address;
import dev.envctl.value.FieldPath;
import dev.envctl.value.Value;

/// What a name path in an expression stands for.
public sealed interface Binding {

    /// An attribute of a resource in this environment; the edge of the graph.
    record Attribute(Address resource, FieldPath path) implements Binding {}

    /// A value known when the documents were loaded: an input, `each`, `environment`.
    record Constant(Value value) implements Binding {}

    /// A value that a module got from outside or gives to the outside: a template of another scope, already
    /// resolved there.
    record Nested(Template template, FieldPath path) implements Binding {}
}
