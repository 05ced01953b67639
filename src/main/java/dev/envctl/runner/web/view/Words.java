package dev.envctl.runner.web.view;

import dev.envctl.runner.run.Run;
import java.time.Duration;
import java.util.Locale;

/// The few phrases that every page says the same way.
final class Words {

    private Words() {}

    /// `8 s`, `3 min`, `5 h`, `12 d`: one unit, for ages.
    static String age(Duration age) {
        if (age.compareTo(Duration.ofMinutes(1)) < 0) {
            return Math.max(0, age.toSeconds()) + " s";
        }
        if (age.compareTo(Duration.ofHours(1)) < 0) {
            return age.toMinutes() + " min";
        }
        return age.compareTo(Duration.ofDays(2)) < 0 ? age.toHours() + " h" : age.toDays() + " d";
    }

    /// `48 s`, `2 min 05 s`, `1 h 04 min`: two units, for how long something took.
    static String length(Duration length) {
        if (length.compareTo(Duration.ofMinutes(1)) < 0) {
            return Math.max(0, length.toSeconds()) + " s";
        }
        if (length.compareTo(Duration.ofHours(1)) < 0) {
            return String.format(Locale.ROOT, "%d min %02d s", length.toMinutes(), length.toSecondsPart());
        }
        return String.format(Locale.ROOT, "%d h %02d min", length.toHours(), length.toMinutesPart());
    }

    static String kind(Run.Kind kind) {
        return switch (kind) {
            case PLAN -> "Plan";
            case APPLY -> "Apply";
            case DRIFT -> "Drift check";
        };
    }

    static String why(Run.Cause cause) {
        return switch (cause.trigger()) {
            case PULL_REQUEST -> "a pull request moved";
            case COMMENT -> "a comment asked for it";
            case PUSH -> "a push to the default branch";
            case RERUN -> "a check was run again";
            case SCHEDULE -> "the schedule";
            case SELF_HEAL -> "drift is healed by itself";
            case PAGE -> "asked for on this page";
            case API -> "asked for by the API";
        };
    }

    /// `1 run`, `3 runs`.
    static String count(int number, String one) {
        return number + " " + one + (number == 1 ? "" : "s");
    }
}
