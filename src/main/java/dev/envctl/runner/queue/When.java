package dev.envctl.runner.queue;

import com.github.kagkarlsson.scheduler.task.ExecutionComplete;
import com.github.kagkarlsson.scheduler.task.schedule.CronSchedule;
import com.github.kagkarlsson.scheduler.task.schedule.CronStyle;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;

/// The moments at which something recurs.
public sealed interface When {

    /// So long after the end of the time before, and once right away.
    record Every(Duration pause) implements When {}

    /// Five fields: minute, hour, day of the month, month, day of the week (0 and 7 are Sunday). Throws
    /// [IllegalArgumentException] that says what is wrong with the text.
    record Cron(String text, ZoneId zone) implements When {
        public Cron {
            if (new CronSchedule(text, zone, CronStyle.UNIX).isDisabled()) {
                throw new IllegalArgumentException("cron without a moment: " + text);
            }
        }
    }

    /// The first of them after a moment; in the year 3000 if there is none.
    default Instant next(Instant after) {
        return Timetable.of(this).getNextExecutionTime(ExecutionComplete.simulatedSuccess(after));
    }
}
