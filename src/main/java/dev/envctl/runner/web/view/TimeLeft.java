package dev.envctl.runner.web.view;

import dev.envctl.runner.run.Run;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// A guess how much longer a run takes, from how long the like of it took before. `percent` is of the usual time, never
/// more than 99.
public record TimeLeft(String text, int percent) {

    /// Empty when the run is not being worked on, or when nothing like it ever ended well.
    static Optional<TimeLeft> of(Run run, List<Run> earlier, Instant now) {
        List<Duration> lengths = earlier.stream()
                .filter(other -> other.kind() == run.kind() && other.state() == Run.State.SUCCEEDED)
                .flatMap(other -> length(other).stream())
                .sorted()
                .toList();
        if (run.state() != Run.State.RUNNING || lengths.isEmpty()) {
            return Optional.empty();
        }
        Duration usual = wholeSeconds(lengths.get(lengths.size() / 2));
        return run.started().map(started -> guess(usual, Duration.between(started, now)));
    }

    private static Optional<Duration> length(Run run) {
        return run.started().flatMap(started -> run.ended().map(ended -> Duration.between(started, ended)));
    }

    /// Nothing usually takes no time.
    private static Duration wholeSeconds(Duration length) {
        return Duration.ofSeconds(Math.max(1, length.toSeconds()));
    }

    private static TimeLeft guess(Duration usual, Duration gone) {
        long percent = gone.toMillis() * 100 / usual.toMillis();
        if (percent >= 100) {
            return new TimeLeft("longer than usual, which is " + Words.length(usual), 99);
        }
        String left = Words.length(usual.minus(gone));
        return new TimeLeft("about " + left + " left of usually " + Words.length(usual), (int) Math.max(0, percent));
    }
}
