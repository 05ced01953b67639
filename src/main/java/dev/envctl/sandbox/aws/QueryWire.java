package dev.envctl.sandbox.aws;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import software.amazon.awssdk.core.SdkPojo;

/// AWS Query: a form in, XML out.
final class QueryWire implements Wire {

    private static final String CONTENT_TYPE = "text/xml";

    private final String version;
    private final String namespace;
    private final Map<String, Operation<?, ?>> operations;

    QueryWire(EmulatedService service) {
        this.version = service.targetOrVersion();
        this.namespace = "https://%s.amazonaws.com/doc/%s/".formatted(service.signingName(), version);
        this.operations = service.operations().stream().collect(Collectors.toMap(Operation::name, Function.identity()));
    }

    @Override
    public Optional<Decoded> find(WireRequest request) {
        Map<String, List<String>> form = form(request);
        return first(form, "Action")
                .filter(_ -> first(form, "Version").filter(version::equals).isPresent())
                .flatMap(name -> Optional.ofNullable(operations.get(name)))
                .map(operation -> new Decoded(operation, () -> read(form, operation)));
    }

    /// A presigned or hand-written call has its parameters in the query string.
    static Map<String, List<String>> form(WireRequest request) {
        return request.query().containsKey("Action") ? request.query() : request.form();
    }

    static Optional<String> first(Map<String, List<String>> form, String name) {
        return Optional.ofNullable(form.get(name)).map(List::getFirst);
    }

    static SdkPojo read(Map<String, List<String>> form, Operation<?, ?> operation) {
        SdkPojo builder = operation.requestBuilder().get();
        FormNode.of(form).read(builder.sdkFields(), builder);
        return Fields.build(builder);
    }

    @Override
    public AwsError unknownOperation(WireRequest request) {
        Map<String, List<String>> form = form(request);
        return new AwsError(
                "InvalidAction",
                400,
                "Could not find operation %s for version %s"
                        .formatted(
                                first(form, "Action").orElse(""),
                                first(form, "Version").orElse("NO_VERSION_SPECIFIED")));
    }

    @Override
    public WireResponse write(Operation<?, ?> operation, SdkPojo response, String requestId) {
        String result = operation.name() + "Result";
        String envelope = operation.name() + "Response";
        XmlWriter xml = new XmlWriter()
                .open(envelope, namespace)
                .open(result)
                .fields(response, response.sdkFields())
                .close(result)
                .open("ResponseMetadata")
                .leaf("RequestId", requestId)
                .close("ResponseMetadata")
                .close(envelope);
        return WireResponse.of(200, CONTENT_TYPE, xml.toString()).withHeader("x-amzn-RequestId", requestId);
    }

    @Override
    public WireResponse write(AwsError error, String requestId) {
        XmlWriter xml = new XmlWriter()
                .open("ErrorResponse", namespace)
                .open("Error")
                .leaf("Type", error.status() < 500 ? "Sender" : "Receiver")
                .leaf("Code", error.code())
                .leaf("Message", error.getMessage())
                .close("Error")
                .leaf("RequestId", requestId)
                .close("ErrorResponse");
        return WireResponse.of(error.status(), CONTENT_TYPE, xml.toString()).withHeader("x-amzn-RequestId", requestId);
    }
}
