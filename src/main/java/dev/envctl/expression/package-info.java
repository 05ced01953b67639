/// `${…}` in a string. A [Template] is a text with holes; each hole is an [Expression]: CEL source and what each of its
/// names is bound to. [Evaluator] turns a template and a [Scope] into a value; unknown in, unknown out. A plain
/// reference is resolved without loading CEL. May import `value` and `problem`.
@NullMarked
package dev.envctl.expression;

import org.jspecify.annotations.NullMarked;
