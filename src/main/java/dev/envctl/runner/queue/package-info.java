/// Who does what when: [Queue] works off the runs, environment by environment, and keeps the [Jobs] of the other
/// packages. Read `Queue` first, then `RunWorker` (one run from its beginning to its end), then `Pool` and `JobTable`
/// (db-scheduler, and what it does not do itself: a job that is asked for while it runs runs again). The database holds
/// everything, so that a process may die at any moment; `Runs` refuses what one says that was taken for dead. The only
/// package that knows db-scheduler.
@NullMarked
package dev.envctl.runner.queue;

import org.jspecify.annotations.NullMarked;
