package dev.envctl.aws;

import java.util.Arrays;
import java.util.Optional;
import software.amazon.awssdk.core.exception.SdkException;

/// Which call failed (`iam:CreateRole`), carried as a suppressed exception: the SDK's own do not say.
final class FailedCall extends Throwable {

    private final String call;

    FailedCall(String call) {
        super(call, null, false, false);
        this.call = call;
    }

    static Optional<String> of(SdkException failure) {
        return Arrays.stream(failure.getSuppressed())
                .filter(FailedCall.class::isInstance)
                .map(marker -> ((FailedCall) marker).call)
                .findFirst();
    }
}
