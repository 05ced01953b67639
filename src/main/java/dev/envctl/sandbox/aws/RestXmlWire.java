package dev.envctl.sandbox.aws;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;

/// REST with XML bodies, as S3 does it.
final class RestXmlWire implements Wire {

    private static final String CONTENT_TYPE = "application/xml";
    private static final String NAMESPACE = "http://s3.amazonaws.com/doc/2006-03-01/";
    private static final SdkBytes NOTHING = SdkBytes.fromByteArray(new byte[0]);

    /// Root elements that differ from `<operation>Result`. Readers do not look at them, people do.
    private static final Map<String, String> ROOTS = Map.of(
            "ListObjectsV2", "ListBucketResult",
            "ListObjects", "ListBucketResult",
            "ListObjectVersions", "ListVersionsResult",
            "ListBuckets", "ListAllMyBucketsResult",
            "DeleteObjects", "DeleteResult",
            "GetBucketTagging", "Tagging",
            "GetObjectTagging", "Tagging",
            "GetBucketVersioning", "VersioningConfiguration");

    /// Parts of a bucket or object that have operations of their own.
    private static final Set<String> SUBRESOURCES = Set.of(
            "accelerate",
            "acl",
            "analytics",
            "attributes",
            "cors",
            "delete",
            "encryption",
            "intelligent-tiering",
            "inventory",
            "legal-hold",
            "lifecycle",
            "location",
            "logging",
            "metrics",
            "notification",
            "object-lock",
            "ownershipControls",
            "partNumber",
            "policy",
            "policyStatus",
            "publicAccessBlock",
            "replication",
            "requestPayment",
            "restore",
            "retention",
            "select",
            "session",
            "tagging",
            "torrent",
            "uploadId",
            "uploads",
            "versioning",
            "versions",
            "website");

    private final Routes routes;

    RestXmlWire(EmulatedService service) {
        this.routes = new Routes(service.operations(), SUBRESOURCES);
    }

    @Override
    public Optional<Decoded> find(WireRequest request) {
        return routes.find(request).map(match -> new Decoded(match.operation(), () -> read(request, match)));
    }

    private static SdkPojo read(WireRequest request, Routes.Match match) {
        SdkPojo builder = match.operation().requestBuilder().get();
        RestBinding.read(request, match.variables(), builder);
        if (request.body().asByteArrayUnsafe().length > 0) {
            readBody(request.body(), builder);
        }
        return Fields.build(builder);
    }

    private static void readBody(SdkBytes body, SdkPojo builder) {
        Optional<SdkField<?>> payload = Fields.payload(builder);
        if (payload.isPresent()) {
            payload.get().set(builder, readPayload(body, payload.get()));
        } else if (!Fields.body(builder).isEmpty()) {
            XmlNode.parse(body).read(Fields.body(builder), builder);
        }
    }

    private static Object readPayload(SdkBytes body, SdkField<?> field) {
        return switch (field.marshallingType().getKnownType()) {
            case SDK_BYTES -> body;
            case STRING -> body.asUtf8String();
            default -> XmlNode.parse(body).read(field);
        };
    }

    @Override
    public AwsError unknownOperation(WireRequest request) {
        return new AwsError("MethodNotAllowed", 405, "The specified method is not allowed against this resource.");
    }

    @Override
    public WireResponse write(Operation<?, ?> operation, SdkPojo response, String requestId) {
        Map<String, List<String>> headers = new LinkedHashMap<>(RestBinding.headers(response));
        SdkBytes body = body(operation, response);
        boolean empty = body.asByteArrayUnsafe().length == 0;
        if (!empty) {
            headers.putIfAbsent("Content-Type", List.of(CONTENT_TYPE));
        }
        headers.put("x-amz-request-id", List.of(requestId));
        headers.put("x-amz-id-2", List.of(requestId));
        boolean deletes = operation
                .route()
                .filter(route -> route.method().equals("DELETE"))
                .isPresent();
        return new WireResponse(deletes && empty ? 204 : 200, headers, body);
    }

    private static SdkBytes body(Operation<?, ?> operation, SdkPojo response) {
        if (response instanceof Streamed streamed) {
            return streamed.content();
        }
        if (operation.name().equals("GetBucketLocation")) {
            return location(response);
        }
        Optional<SdkField<?>> payload = Fields.payload(response);
        if (payload.isPresent()) {
            return Fields.value(response, payload.get())
                    .map(value -> payloadBody(value, payload.get()))
                    .orElse(NOTHING);
        }
        List<SdkField<?>> fields = Fields.body(response);
        return fields.isEmpty() ? NOTHING : xml(operation, response, fields);
    }

    private static SdkBytes payloadBody(Object value, SdkField<?> field) {
        return switch (value) {
            case SdkBytes bytes -> bytes;
            case SdkPojo pojo -> {
                String root = field.unmarshallLocationName();
                yield utf8(new XmlWriter()
                        .declaration()
                        .open(root, NAMESPACE)
                        .fields(pojo, pojo.sdkFields())
                        .close(root)
                        .toString());
            }
            default -> utf8(value.toString());
        };
    }

    /// The location of a bucket is the one answer whose root element is itself the value.
    private static SdkBytes location(SdkPojo response) {
        String root = "LocationConstraint";
        String location = Fields.value(response, response.sdkFields().getFirst())
                .map(Object::toString)
                .orElse("");
        return utf8(new XmlWriter()
                .declaration()
                .open(root, NAMESPACE)
                .text(location)
                .close(root)
                .toString());
    }

    private static SdkBytes xml(Operation<?, ?> operation, SdkPojo response, List<SdkField<?>> fields) {
        String root = ROOTS.getOrDefault(operation.name(), operation.name() + "Result");
        return utf8(new XmlWriter()
                .declaration()
                .open(root, NAMESPACE)
                .fields(response, fields)
                .close(root)
                .toString());
    }

    private static SdkBytes utf8(String text) {
        return SdkBytes.fromByteArrayUnsafe(text.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public WireResponse write(AwsError error, String requestId) {
        XmlWriter xml = new XmlWriter()
                .declaration()
                .open("Error")
                .leaf("Code", error.code())
                .leaf("Message", error.getMessage())
                .leaf("RequestId", requestId)
                .leaf("HostId", requestId)
                .close("Error");
        return WireResponse.of(error.status(), CONTENT_TYPE, xml.toString())
                .withHeader("x-amz-request-id", requestId)
                .withHeader("x-amz-id-2", requestId);
    }
}
