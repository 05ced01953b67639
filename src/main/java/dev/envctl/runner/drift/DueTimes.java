package dev.envctl.runner.drift;

import dev.envctl.runner.run.EnvironmentKey;
import dev.envctl.runner.settings.Cron;
import dev.envctl.runner.settings.RunnerSettings.DriftSettings;
import dev.envctl.value.Sha256;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;

/// When drift of one environment is looked for: at its cron's times, each later by the same part of `spread`, which
/// follows from the environment's name. So environments that share a cron do not all ask the cloud at once, and one
/// environment is looked at in even intervals.
record DueTimes(Cron cron, ZoneId zone, Duration offset) {

    /// How far back to look for the last one, from near to far, so that few times are gone through.
    private static final List<Duration> WINDOWS =
            List.of(Duration.ofHours(1), Duration.ofDays(2), Duration.ofDays(62), Duration.ofDays(9 * 366L));

    static DueTimes of(EnvironmentKey key, DriftSettings settings) {
        return new DueTimes(Cron.parse(settings.cron()), settings.zone(), offset(key, settings.spread()));
    }

    /// The first due time after that moment.
    Optional<Instant> next(Instant after) {
        return cron.next(after.minus(offset), zone).map(time -> time.plus(offset));
    }

    /// The last due time up to `now`, if there was one after `after`.
    Optional<Instant> last(Instant after, Instant now) {
        for (Duration window : WINDOWS) {
            Instant begin = now.minus(window).isBefore(after) ? after : now.minus(window);
            Optional<Instant> last = lastOf(begin, now);
            if (last.isPresent() || begin.equals(after)) {
                return last;
            }
        }
        return Optional.empty();
    }

    private Optional<Instant> lastOf(Instant after, Instant now) {
        Optional<Instant> last = Optional.empty();
        Optional<Instant> candidate = next(after);
        while (candidate.filter(time -> !time.isAfter(now)).isPresent()) {
            last = candidate;
            candidate = candidate.flatMap(this::next);
        }
        return last;
    }

    /// Whole seconds from 0 up to, and without, `spread`.
    static Duration offset(EnvironmentKey key, Duration spread) {
        long seconds = spread.toSeconds();
        if (seconds <= 0) {
            return Duration.ZERO;
        }
        long number = ByteBuffer.wrap(Sha256.of(key.text())).getLong();
        return Duration.ofSeconds(Math.floorMod(number, seconds));
    }
}
