package dev.envctl.runner.queue;

import dev.envctl.runner.run.Run;
import java.time.Duration;
import java.util.Optional;

/// Whether the process is about to end, and what has to stop by when. Asked by all workers, set once.
final class Closing {

    /// `since` is of [System#nanoTime].
    private record Notice(long since, Duration grace) {
        boolean isHalfOver() {
            return System.nanoTime() - since > grace.dividedBy(2).toNanos();
        }
    }

    private volatile Optional<Notice> notice = Optional.empty();

    void begin(Duration grace) {
        notice = Optional.of(new Notice(System.nanoTime(), grace));
    }

    /// Nothing new is begun.
    boolean isClosing() {
        return notice.isPresent();
    }

    /// An apply stops between two steps, which may take minutes each: it is told at once. Plans and drift checks
    /// are short, and have to start from the beginning elsewhere: they may use the first half of the grace to end.
    boolean stops(Run.Kind kind) {
        return notice.map(given -> kind == Run.Kind.APPLY || given.isHalfOver()).orElse(false);
    }
}
