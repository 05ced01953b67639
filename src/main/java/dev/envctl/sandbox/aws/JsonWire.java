package dev.envctl.sandbox.aws;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import software.amazon.awssdk.core.SdkPojo;

/// AWS JSON 1.1: one POST for everything, the operation in the header `X-Amz-Target`.
final class JsonWire implements Wire {

    private static final String CONTENT_TYPE = "application/x-amz-json-1.1";

    private final String targetPrefix;
    private final Map<String, Operation<?, ?>> operations;

    JsonWire(EmulatedService service) {
        this.targetPrefix = service.targetOrVersion() + ".";
        this.operations = service.operations().stream().collect(Collectors.toMap(Operation::name, Function.identity()));
    }

    @Override
    public Optional<Decoded> find(WireRequest request) {
        return request.header("X-Amz-Target")
                .filter(target -> target.startsWith(targetPrefix))
                .map(target -> target.substring(targetPrefix.length()))
                .flatMap(name -> Optional.ofNullable(operations.get(name)))
                .map(operation -> new Decoded(operation, () -> read(request, operation)));
    }

    private static SdkPojo read(WireRequest request, Operation<?, ?> operation) {
        SdkPojo builder = operation.requestBuilder().get();
        JsonMessages.read(JsonMessages.parse(request.body()), builder.sdkFields(), builder);
        return Fields.build(builder);
    }

    @Override
    public AwsError unknownOperation(WireRequest request) {
        return new AwsError("UnknownOperationException", 400, "");
    }

    @Override
    public WireResponse write(Operation<?, ?> operation, SdkPojo response, String requestId) {
        byte[] body = JsonMessages.write(JsonMessages.write(response, response.sdkFields()));
        return WireResponse.of(200, CONTENT_TYPE, body).withHeader("x-amzn-RequestId", requestId);
    }

    @Override
    public WireResponse write(AwsError error, String requestId) {
        var body = JsonNodeFactory.instance.objectNode();
        body.put("__type", error.code());
        body.put("message", error.getMessage());
        return WireResponse.of(error.status(), CONTENT_TYPE, JsonMessages.write(body))
                .withHeader("x-amzn-RequestId", requestId);
    }
}
