package dev.envctl.runner.work;

import dev.envctl.problem.Code;
import dev.envctl.problem.ProblemException;
import dev.envctl.report.Words;
import dev.envctl.runner.forge.ForgeException;
import dev.envctl.runner.forge.rest.Pause;
import dev.envctl.runner.run.RunLog;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;

/// Git servers and forges are restarted, and tokens changed. A run that was to begin at such a moment waits, as nothing
/// was touched yet and what was approved would otherwise have to be asked for again. One run.
final class Patience {

    static final Duration LONGEST = Duration.ofMinutes(10);

    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);
    private static final Duration SLICE = Duration.ofSeconds(1);

    private final Clock clock;
    private final Pause pause;

    Patience(Clock clock, Pause pause) {
        this.clock = clock;
        this.pause = pause;
    }

    /// Empty when the run was cancelled while it waited. Throws what was thrown last when the time is over, and at
    /// once what will not pass.
    <T> Optional<T> await(RunLog log, Supplier<T> work) {
        Instant end = clock.instant().plus(LONGEST);
        for (Duration next = Duration.ofSeconds(2); ; next = longer(next)) {
            try {
                return Optional.of(work.get());
            } catch (ProblemException | ForgeException away) {
                if (!isPassing(away) || clock.instant().plus(next).isAfter(end)) {
                    throw away;
                }
                log.line("%s Trying again in %d s.".formatted(reason(away), next.toSeconds()));
                if (!rest(log, next)) {
                    return Optional.empty();
                }
            }
        }
    }

    private static Duration longer(Duration last) {
        Duration doubled = last.multipliedBy(2);
        return doubled.compareTo(LONGEST_PAUSE) < 0 ? doubled : LONGEST_PAUSE;
    }

    /// Whatever a forge answers may be owed to a token that is just being changed.
    private static boolean isPassing(RuntimeException away) {
        return away instanceof ForgeException
                || (away instanceof ProblemException found
                        && found.problems().stream().anyMatch(problem -> problem.code() == Code.GIT_UNAVAILABLE));
    }

    private static String reason(RuntimeException away) {
        String text = away instanceof ProblemException found
                ? found.problems().getFirst().detail()
                : String.valueOf(away.getMessage());
        String line = Words.printable(text.lines().findFirst().orElse(""));
        return line.endsWith(".") ? line : line + ".";
    }

    /// Whether nobody cancelled meanwhile.
    private boolean rest(RunLog log, Duration whole) {
        for (Duration left = whole; left.isPositive(); left = left.minus(SLICE)) {
            if (log.isCancelled()) {
                return false;
            }
            pause.last(SLICE);
        }
        return !log.isCancelled();
    }
}
