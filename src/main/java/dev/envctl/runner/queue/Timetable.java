package dev.envctl.runner.queue;

import com.github.kagkarlsson.scheduler.task.schedule.CronSchedule;
import com.github.kagkarlsson.scheduler.task.schedule.CronStyle;
import com.github.kagkarlsson.scheduler.task.schedule.Schedule;
import com.github.kagkarlsson.scheduler.task.schedule.Schedules;

/// A [When] in db-scheduler's words.
final class Timetable {

    private Timetable() {}

    static Schedule of(When when) {
        return switch (when) {
            case When.Every every -> Schedules.fixedDelay(every.pause());
            case When.Cron cron -> new CronSchedule(cron.text(), cron.zone(), CronStyle.UNIX);
        };
    }
}
