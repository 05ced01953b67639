package dev.envctl.sandbox;

import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/// A call as the sandbox has seen it. `service` is the signing name, or `kubernetes`; `principal` is an ARN, or empty
/// when the caller was not recognised; `error` is the code it was refused with.
public record RecordedCall(
        String service,
        String operation,
        boolean writes,
        String principal,
        Instant time,
        String requestId,
        Optional<String> error) {

    /// As a person would name it: `iam:CreateRole`.
    public String action() {
        return service + ":" + operation;
    }

    @Override
    public String toString() {
        return error.map(code -> String.format(Locale.ROOT, "%s (%s)", action(), code))
                .orElse(action());
    }
}
