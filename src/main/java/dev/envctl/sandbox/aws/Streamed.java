package dev.envctl.sandbox.aws;

import java.util.List;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;

/// A response whose body is content, which the SDK's response classes have no member for.
public record Streamed(SdkPojo response, SdkBytes content) implements SdkPojo {

    @Override
    public List<SdkField<?>> sdkFields() {
        return response.sdkFields();
    }
}
