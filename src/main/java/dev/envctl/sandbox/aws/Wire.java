package dev.envctl.sandbox.aws;

import java.util.Optional;
import software.amazon.awssdk.core.SdkPojo;

/// One service's wire: finds the operation that a request asks for, and moves model objects in and out of HTTP
/// messages.
interface Wire {

    /// A request understood as far as its operation; `input` decodes the rest.
    record Decoded(Operation<?, ?> operation, Input input) {}

    @FunctionalInterface
    interface Input {
        SdkPojo decode();
    }

    Optional<Decoded> find(WireRequest request);

    /// What the service answers to an operation that it does not have.
    AwsError unknownOperation(WireRequest request);

    WireResponse write(Operation<?, ?> operation, SdkPojo response, String requestId);

    WireResponse write(AwsError error, String requestId);

    static Wire of(EmulatedService service) {
        return switch (service.protocol()) {
            case JSON_1_1 -> new JsonWire(service);
            case REST_JSON -> new RestJsonWire(service);
            case QUERY -> new QueryWire(service);
            case EC2_QUERY -> new Ec2Wire(service);
            case REST_XML -> new RestXmlWire(service);
        };
    }
}
