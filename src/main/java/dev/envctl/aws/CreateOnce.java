package dev.envctl.aws;

import dev.envctl.provider.Session;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.SdkPlugin;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.retries.DefaultRetryStrategy;

/// Creating where the API takes no client token, so that a lost answer followed by the SDK's own retry would make two.
/// The call is sent with [#SINGLE_ATTEMPT], and before every attempt, the first one included (the run before this one
/// may have died right after its call), the object is searched for.
public record CreateOnce<T>(Session session, Supplier<Optional<T>> search, Predicate<SdkException> settles) {

    /// For a request's `overrideConfiguration`: no retries below us.
    public static final SdkPlugin SINGLE_ATTEMPT = configuration ->
            configuration.overrideConfiguration(override -> override.retryStrategy(DefaultRetryStrategy.doNotRetry()));

    /// How long IAM usually takes to let a new role be assumed.
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private static final Duration PAUSE = Duration.ofSeconds(4);

    public T orElse(Supplier<T> create) {
        Instant deadline = session.clock().instant().plus(PATIENCE);
        while (true) {
            Optional<T> found = search.get();
            if (found.isPresent()) {
                return found.get();
            }
            try {
                session.beforeWrite();
                return create.get();
            } catch (SdkException refused) {
                boolean worthRepeating = settles.test(refused) || isPassing(refused);
                if (!worthRepeating || !session.clock().instant().isBefore(deadline)) {
                    throw refused;
                }
                session.sleep(PAUSE);
            }
        }
    }

    private static boolean isPassing(SdkException refused) {
        return switch (refused) {
            case AwsServiceException service -> service.isThrottlingException() || service.statusCode() >= 500;
            case SdkClientException client -> client.getCause() instanceof IOException;
            default -> refused.retryable();
        };
    }
}
