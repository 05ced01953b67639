package dev.envctl.runner.drift;

import dev.envctl.report.Words;
import dev.envctl.runner.run.Run;
import dev.envctl.runner.run.RunResult;
import dev.envctl.runner.settings.RunnerSettings.Event;
import java.net.URI;
import java.util.Locale;

/// A message in the little that Slack, Mattermost, Rocket.Chat and Teams read alike: lines of text, code spans, a bare
/// link. All foreign text stands in code spans, without what ends a span or calls people.
record MessageText(URI page) {

    private static final int LONGEST = 300;

    String render(Event event, Run run) {
        return "%s: %s of %s\n%s\n%s"
                .formatted(
                        headline(event),
                        foreign(run.environment().directory()),
                        foreign(run.environment().repository()),
                        foreign(run.result().map(RunResult::summary).orElse("")) + why(run),
                        RunLinks.of(page, run));
    }

    private static String headline(Event event) {
        return switch (event) {
            case APPLIED -> "Applied";
            case APPLY_FAILED -> "Apply failed";
            case PLAN_FAILED -> "Plan failed";
            case DRIFT_FOUND -> "Drift found";
            case DRIFT_GONE -> "Drift gone";
        };
    }

    private static String why(Run run) {
        return " (" + run.cause().trigger().name().toLowerCase(Locale.ROOT).replace('_', ' ') + " by "
                + foreign(run.cause().actor()) + ")";
    }

    /// `&`, `<` and `>` are Slack's control characters; others hear `@all` inside a code span too.
    static String foreign(String text) {
        String printable = Words.printable(text).replace('`', '\'');
        String brief = printable.length() <= LONGEST ? printable : printable.substring(0, LONGEST - 1) + "…";
        return "`"
                + brief.replace("&", "&amp;")
                        .replace("<", "&lt;")
                        .replace(">", "&gt;")
                        .replace("@", "@\u200b")
                + "`";
    }
}
