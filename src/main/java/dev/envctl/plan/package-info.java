/// What has to happen, decided before anything does: `Planner` reads the world through `provider`, compares by the
/// schema's rules (`Diff`), decides by an ordered list of rules, and orders the result into a [Plan] that `apply` can
/// carry out without YAML or graph. May import `graph`, `provider`, `expression`, `schema`, `dag`, `value`, `problem`.
@NullMarked
package dev.envctl.plan;

import org.jspecify.annotations.NullMarked;
