package dev.envctl.sandbox.aws;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import software.amazon.awssdk.core.SdkPojo;

/// EC2's dialect of the Query protocol: no result element, other errors.
final class Ec2Wire implements Wire {

    private static final String CONTENT_TYPE = "text/xml;charset=UTF-8";

    private final String namespace;
    private final Map<String, Operation<?, ?>> operations;

    Ec2Wire(EmulatedService service) {
        this.namespace = "http://ec2.amazonaws.com/doc/%s/".formatted(service.targetOrVersion());
        this.operations = service.operations().stream().collect(Collectors.toMap(Operation::name, Function.identity()));
    }

    @Override
    public Optional<Decoded> find(WireRequest request) {
        Map<String, List<String>> form = QueryWire.form(request);
        return QueryWire.first(form, "Action")
                .flatMap(name -> Optional.ofNullable(operations.get(name)))
                .map(operation -> new Decoded(operation, () -> QueryWire.read(form, operation)));
    }

    @Override
    public AwsError unknownOperation(WireRequest request) {
        String action = QueryWire.first(QueryWire.form(request), "Action").orElse("");
        return new AwsError("InvalidAction", 400, "The action %s is not valid for this web service.".formatted(action));
    }

    @Override
    public WireResponse write(Operation<?, ?> operation, SdkPojo response, String requestId) {
        String envelope = operation.name() + "Response";
        XmlWriter xml = new XmlWriter()
                .declaration()
                .open(envelope, namespace)
                .leaf("requestId", requestId)
                .fields(response, response.sdkFields())
                .close(envelope);
        return WireResponse.of(200, CONTENT_TYPE, xml.toString()).withHeader("x-amzn-requestid", requestId);
    }

    @Override
    public WireResponse write(AwsError error, String requestId) {
        XmlWriter xml = new XmlWriter()
                .declaration()
                .open("Response")
                .open("Errors")
                .open("Error")
                .leaf("Code", error.code())
                .leaf("Message", error.getMessage())
                .close("Error")
                .close("Errors")
                .leaf("RequestID", requestId)
                .close("Response");
        return WireResponse.of(error.status(), CONTENT_TYPE, xml.toString()).withHeader("x-amzn-requestid", requestId);
    }
}
