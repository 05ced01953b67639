/// Drift: [DriftSchedule] queues the runs that look for it, [DriftReports] keeps one issue per environment on what they
/// found and heals where that is wanted, and [Notifier] tells webhooks. What a run found is read from its papers;
/// nothing here looks at a cloud. May import `settings`, `database`, `run` and `forge`.
@NullMarked
package dev.envctl.runner.drift;

import org.jspecify.annotations.NullMarked;
