package dev.envctl.sandbox.aws.cloudtrail;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import dev.envctl.sandbox.World;
import dev.envctl.sandbox.aws.AwsError;
import dev.envctl.sandbox.aws.Call;
import dev.envctl.sandbox.aws.EmulatedService;
import dev.envctl.sandbox.aws.Operation;
import dev.envctl.sandbox.aws.Pages;
import dev.envctl.sandbox.aws.Principals;
import dev.envctl.sandbox.aws.Protocol;
import dev.envctl.sandbox.aws.Witness;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import software.amazon.awssdk.services.cloudtrail.model.Event;
import software.amazon.awssdk.services.cloudtrail.model.LookupAttribute;
import software.amazon.awssdk.services.cloudtrail.model.LookupEventsRequest;
import software.amazon.awssdk.services.cloudtrail.model.LookupEventsResponse;
import software.amazon.awssdk.services.cloudtrail.model.Resource;

/// Keeps every call that could change something, and shows it once `lag` has passed. What is done to objects in buckets
/// are data events, which the history does not have.
public final class CloudTrailService implements EmulatedService, Witness {

    private static final Duration HISTORY = Duration.ofDays(90);
    private static final int PAGE = 50;
    private static final String GLOBAL_REGION = "us-east-1";
    private static final Set<String> GLOBAL = Set.of("iam", "sts");
    private static final Set<String> DATA = Set.of(
            "PutObject",
            "CopyObject",
            "DeleteObject",
            "DeleteObjects",
            "PutObjectTagging",
            "DeleteObjectTagging",
            "CreateMultipartUpload",
            "UploadPart",
            "CompleteMultipartUpload",
            "AbortMultipartUpload");

    private final Duration lag;

    public CloudTrailService(Duration lag) {
        this.lag = lag;
    }

    @Override
    public String signingName() {
        return "cloudtrail";
    }

    @Override
    public Protocol protocol() {
        return Protocol.JSON_1_1;
    }

    @Override
    public String targetOrVersion() {
        return "com.amazonaws.cloudtrail.v20131101.CloudTrail_20131101";
    }

    @Override
    public List<Operation<?, ?>> operations() {
        return List.of(Operation.of("LookupEvents", LookupEventsRequest::builder, this::lookUp));
    }

    @Override
    public void saw(Seen seen) {
        if (!(seen.service().equals("s3") && DATA.contains(seen.operation()))) {
            new EventStore(seen.call().world()).add(id -> event(id, seen));
        }
    }

    private static EventRow event(String id, Seen seen) {
        Parameters words = new Parameters(seen.service());
        JsonNode parameters = words.of(seen.request());
        JsonNode answer = seen.response()
                .<JsonNode>map(words::of)
                .filter(node -> !node.isEmpty())
                .orElse(NullNode.instance);
        Call call = seen.call();
        World world = call.world();
        return new EventRow(
                id,
                call.now(),
                GLOBAL.contains(seen.service()) ? GLOBAL_REGION : call.region(),
                seen.service() + ".amazonaws.com",
                seen.operation(),
                new EventRow.Identity(
                        call.principalArn(),
                        Principals.userId(world, call.principalArn()),
                        seen.caller().accessKeyId()),
                seen.caller().userAgent(),
                seen.caller().sourceAddress(),
                call.requestId(),
                seen.error(),
                Resources.of(seen.service(), parameters, answer),
                parameters,
                answer);
    }

    private LookupEventsResponse lookUp(LookupEventsRequest request, Call call) {
        check(request);
        Instant now = call.now();
        Instant from = Optional.ofNullable(request.startTime()).orElse(Instant.EPOCH);
        Instant to = Optional.ofNullable(request.endTime()).orElse(now);
        Predicate<EventRow> wanted = attribute(request);
        List<EventRow> found = new EventStore(call.world())
                .newestFirst().stream()
                        .filter(row -> row.region().equals(call.region()))
                        .filter(row -> !row.time().plus(lag).isAfter(now))
                        .filter(row -> row.time().isAfter(now.minus(HISTORY)))
                        .filter(row -> !row.time().isBefore(from) && !row.time().isAfter(to))
                        .filter(wanted)
                        .toList();
        var page = Pages.page(
                found,
                request.nextToken(),
                Optional.ofNullable(request.maxResults()).orElse(PAGE),
                _ -> new AwsError("InvalidNextTokenException", 400, "The token is not valid."));
        return LookupEventsResponse.builder()
                .events(page.rows().stream().map(CloudTrailService::shown).toList())
                .nextToken(page.nextToken().orElse(null))
                .build();
    }

    private static void check(LookupEventsRequest request) {
        if (request.lookupAttributes().size() > 1) {
            throw new AwsError("InvalidLookupAttributesException", 400, "You can use only one lookup attribute.");
        }
        Optional.ofNullable(request.maxResults())
                .filter(size -> size < 1 || size > PAGE)
                .ifPresent(_ -> {
                    throw new AwsError(
                            "InvalidMaxResultsException", 400, "The value of MaxResults must be between 1 and 50.");
                });
        if (request.startTime() != null
                && request.endTime() != null
                && request.startTime().isAfter(request.endTime())) {
            throw new AwsError("InvalidTimeRangeException", 400, "The start time is after the end time.");
        }
    }

    private static Predicate<EventRow> attribute(LookupEventsRequest request) {
        if (request.lookupAttributes().isEmpty()) {
            return _ -> true;
        }
        LookupAttribute attribute = request.lookupAttributes().getFirst();
        String value = Optional.ofNullable(attribute.attributeValue()).orElse("");
        return switch (attribute.attributeKey()) {
            case EVENT_ID -> row -> row.id().equals(value);
            case EVENT_NAME -> row -> row.name().equals(value);
            case EVENT_SOURCE -> row -> row.source().equals(value);
            case READ_ONLY -> _ -> value.equals("false");
            case USERNAME -> row -> row.userName().equals(value);
            case ACCESS_KEY_ID -> row -> row.identity().accessKeyId().equals(value);
            case RESOURCE_NAME ->
                row -> row.resources().stream().anyMatch(thing -> thing.name().equals(value));
            case RESOURCE_TYPE ->
                row -> row.resources().stream().anyMatch(thing -> thing.type().equals(value));
            case UNKNOWN_TO_SDK_VERSION ->
                throw new AwsError(
                        "InvalidLookupAttributesException",
                        400,
                        "Unknown lookup attribute: " + attribute.attributeKeyAsString());
        };
    }

    private static Event shown(EventRow row) {
        return Event.builder()
                .eventId(row.id())
                .eventName(row.name())
                .readOnly("false")
                .accessKeyId(row.identity().accessKeyId())
                .eventTime(row.time())
                .eventSource(row.source())
                .username(row.userName())
                .resources(row.resources().stream()
                        .map(thing -> Resource.builder()
                                .resourceType(thing.type())
                                .resourceName(thing.name())
                                .build())
                        .toList())
                .cloudTrailEvent(EventJson.write(row))
                .build();
    }
}
