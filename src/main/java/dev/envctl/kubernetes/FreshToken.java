package dev.envctl.kubernetes;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Supplier;

/// A bearer token that is made anew before it runs out. EKS takes one for fifteen minutes. Any number of threads may
/// ask.
final class FreshToken {

    private static final Duration USED_FOR = Duration.ofMinutes(10);

    private final Supplier<String> source;
    private final Clock clock;
    private String token = "";
    private Instant madeAt = Instant.EPOCH;

    FreshToken(Supplier<String> source, Clock clock) {
        this.source = source;
        this.clock = clock;
    }

    synchronized String get() {
        Instant now = clock.instant();
        if (token.isEmpty() || now.isAfter(madeAt.plus(USED_FOR))) {
            token = source.get();
            madeAt = now;
        }
        return token;
    }
}
