package dev.envctl.sandbox.aws;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;

/// REST with JSON bodies.
final class RestJsonWire implements Wire {

    private static final String CONTENT_TYPE = "application/json";

    private final Routes routes;

    RestJsonWire(EmulatedService service) {
        this.routes = new Routes(service.operations());
    }

    @Override
    public Optional<Decoded> find(WireRequest request) {
        return routes.find(request).map(match -> new Decoded(match.operation(), () -> read(request, match)));
    }

    private static SdkPojo read(WireRequest request, Routes.Match match) {
        SdkPojo builder = match.operation().requestBuilder().get();
        RestBinding.read(request, match.variables(), builder);
        Optional<SdkField<?>> payload = Fields.payload(builder);
        if (payload.isEmpty()) {
            JsonMessages.read(JsonMessages.parse(request.body()), Fields.body(builder), builder);
        } else if (request.body().asByteArrayUnsafe().length > 0) {
            payload.get().set(builder, readPayload(request.body(), payload.get()));
        }
        return Fields.build(builder);
    }

    private static Object readPayload(SdkBytes body, SdkField<?> field) {
        return switch (field.marshallingType().getKnownType()) {
            case SDK_BYTES -> body;
            case STRING -> body.asUtf8String();
            default -> JsonMessages.read(JsonMessages.parse(body), field);
        };
    }

    @Override
    public AwsError unknownOperation(WireRequest request) {
        return new AwsError("UnknownOperationException", 404, "");
    }

    @Override
    public WireResponse write(Operation<?, ?> operation, SdkPojo response, String requestId) {
        Map<String, List<String>> headers = new LinkedHashMap<>(RestBinding.headers(response));
        headers.putIfAbsent("Content-Type", List.of(CONTENT_TYPE));
        headers.put("x-amzn-RequestId", List.of(requestId));
        return new WireResponse(200, headers, body(response));
    }

    private static SdkBytes body(SdkPojo response) {
        if (response instanceof Streamed streamed) {
            return streamed.content();
        }
        SdkPojo message = Fields.payload(response)
                .map(field -> Fields.value(response, field).orElseThrow())
                .map(SdkPojo.class::cast)
                .orElse(response);
        return SdkBytes.fromByteArrayUnsafe(JsonMessages.write(JsonMessages.write(message, Fields.body(message))));
    }

    @Override
    public WireResponse write(AwsError error, String requestId) {
        var body = JsonNodeFactory.instance.objectNode();
        body.put("message", error.getMessage());
        return WireResponse.of(error.status(), CONTENT_TYPE, JsonMessages.write(body))
                .withHeader("x-amzn-errortype", error.code())
                .withHeader("x-amzn-RequestId", requestId);
    }
}
