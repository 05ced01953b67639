/// The contract of each kind as data: `schemas/<Kind>.json` read into [KindSchema], with the field rules that the
/// planner follows and the descriptions that `explain` prints. [SchemaCheck] holds a [dev.envctl.value.Value] against
/// it. May import `value` and `problem`.
@NullMarked
package dev.envctl.schema;

import org.jspecify.annotations.NullMarked;
