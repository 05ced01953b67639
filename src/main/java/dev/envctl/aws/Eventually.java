package dev.envctl.aws;

import dev.envctl.provider.Session;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Predicate;
import java.util.function.Supplier;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/// Repeats a call that a service refuses only because it has not yet heard of what was done a moment ago: a new role in
/// another policy, a detached policy, a network interface on its way out. The last refusal is thrown when time is up.
public final class Eventually {

    /// How long IAM may take to tell the other services.
    public static final Duration PROPAGATION = Duration.ofMinutes(2);

    /// How long a new object may stay unseen by the service that made it.
    public static final Duration VISIBILITY = Duration.ofSeconds(30);

    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(15);

    private Eventually() {}

    public static <T> T call(
            Session session, Duration atMost, Predicate<AwsServiceException> passing, Supplier<T> call) {
        Instant deadline = session.clock().instant().plus(atMost);
        Duration pause = FIRST_PAUSE;
        while (true) {
            try {
                return call.get();
            } catch (AwsServiceException refusal) {
                if (!passing.test(refusal) || !session.clock().instant().isBefore(deadline)) {
                    throw refusal;
                }
            }
            session.sleep(pause);
            pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0 ? pause.multipliedBy(2) : LONGEST_PAUSE;
        }
    }

    public static void run(Session session, Duration atMost, Predicate<AwsServiceException> passing, Runnable call) {
        call(session, atMost, passing, () -> {
            call.run();
            return true;
        });
    }
}
