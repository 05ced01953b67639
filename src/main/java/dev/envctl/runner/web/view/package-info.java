/// What each page shows, as records made from runs and environments without a server: start at [EnvironmentsPage], then
/// [EnvironmentPage] and [RunPage]. The templates in `src/main/jte` lay them out and decide nothing. May import `run`
/// and `settings`.
@NullMarked
package dev.envctl.runner.web.view;

import org.jspecify.annotations.NullMarked;
