package dev.envctl.testing;

import java.util.Optional;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/// The refusal that an AWS call ends with.
public record Refusal(String code, int status, String message) {

    public static Refusal of(Runnable call) {
        try {
            call.run();
        } catch (AwsServiceException refused) {
            var details = refused.awsErrorDetails();
            return new Refusal(
                    details.errorCode(),
                    refused.statusCode(),
                    Optional.ofNullable(details.errorMessage()).orElse(""));
        }
        throw new AssertionError("The call was not refused");
    }

    public static String code(Runnable call) {
        return of(call).code();
    }
}
