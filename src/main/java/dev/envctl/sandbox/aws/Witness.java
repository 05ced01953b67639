package dev.envctl.sandbox.aws;

import java.util.Optional;
import software.amazon.awssdk.core.SdkPojo;

/// A service that is told of every call that could change something, in the transaction of the call.
public interface Witness {

    /// `response` is empty and `error` is there for a call that was refused.
    record Seen(
            Call call,
            Caller caller,
            String service,
            String operation,
            SdkPojo request,
            Optional<SdkPojo> response,
            Optional<String> error) {}

    /// What a request says of where it comes from.
    record Caller(String accessKeyId, String userAgent, String sourceAddress) {}

    void saw(Seen seen);
}
