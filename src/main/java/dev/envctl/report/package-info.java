/// What a person or a program gets to see: plans, results, problems, drift, status and traces as text, Markdown and
/// JSON. Returns strings and prints nothing. Read [PlanText] first; `PlanMarkdown` and `PlanJson` say the same to other
/// readers. May import `plan`, `apply`, `trace`, `lease`, `provider`, `value`, `problem`.
@NullMarked
package dev.envctl.report;

import org.jspecify.annotations.NullMarked;
