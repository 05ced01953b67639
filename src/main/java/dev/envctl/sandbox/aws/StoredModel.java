package dev.envctl.sandbox.aws;

import com.fasterxml.jackson.databind.JsonNode;
import software.amazon.awssdk.core.SdkPojo;

/// Parts of requests that a service only keeps and gives back, as rows hold them.
public final class StoredModel {

    private StoredModel() {}

    public static JsonNode of(SdkPojo model) {
        return JsonMessages.write(model, model.sdkFields());
    }

    /// Fills `builder`, which must be one for the class that was stored, and returns it.
    public static <B extends SdkPojo> B fill(B builder, JsonNode stored) {
        JsonMessages.read(stored, builder.sdkFields(), builder);
        return builder;
    }
}
