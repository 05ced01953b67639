/// Carries a plan out: `Executor` walks its steps, resolves what was waiting, calls the kinds and collects [Outcome]s.
/// Progress leaves only through [ApplyListener]. Knows neither YAML nor graph. May import `plan`, `provider`,
/// `expression`, `schema`, `dag`, `value`, `problem`.
@NullMarked
package dev.envctl.apply;

import org.jspecify.annotations.NullMarked;
