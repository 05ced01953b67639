package dev.envctl.runner.web.view;

import dev.envctl.runner.run.Run;
import dev.envctl.runner.run.RunResult;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// A run in one line of a table.
public record RunRow(
        long id,
        String kind,
        Pill state,
        String repository,
        String directory,
        String environmentLink,
        String actor,
        String why,
        Link commit,
        Optional<Link> pullRequest,
        Moment created,
        String took,
        String summary,
        String replica) {

    public static RunRow of(Run run, Links links, Instant now) {
        return new RunRow(
                run.id(),
                Words.kind(run.kind()),
                Pill.of(run),
                Shown.text(run.environment().repository()),
                Shown.text(run.environment().directory()),
                "/environments/" + EnvironmentPath.of(run.environment()),
                Shown.text(run.cause().actor()),
                Words.why(run.cause()),
                links.commit(run.environment(), run.revision().head()),
                run.cause().pullRequest().map(number -> links.pullRequest(run.environment(), number)),
                Moment.of(run.created(), now),
                run.started()
                        .map(started -> Words.length(
                                Duration.between(started, run.ended().orElse(now))))
                        .orElse(""),
                Shown.text(run.result().map(RunResult::summary).orElse("")),
                Shown.text(run.replica().orElse("")));
    }
}
