package dev.envctl.sandbox.aws;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.core.SdkBytes;

/// An HTTP response to be sent.
record WireResponse(int status, Map<String, List<String>> headers, SdkBytes body) {

    static WireResponse of(int status, String contentType, byte[] body) {
        return new WireResponse(status, Map.of(), SdkBytes.fromByteArrayUnsafe(body))
                .withHeader("Content-Type", contentType);
    }

    static WireResponse of(int status, String contentType, String body) {
        return of(status, contentType, body.getBytes(StandardCharsets.UTF_8));
    }

    WireResponse withHeader(String name, String value) {
        Map<String, List<String>> extended = new LinkedHashMap<>(headers);
        extended.put(name, List.of(value));
        return new WireResponse(status, extended, body);
    }
}
