package dev.envctl.sandbox.aws.cloudtrail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.envctl.sandbox.Sandbox;
import dev.envctl.sandbox.SandboxOptions;
import dev.envctl.testing.SandboxClients;
import dev.envctl.testing.TurnableClock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.cloudtrail.CloudTrailClient;
import software.amazon.awssdk.services.cloudtrail.model.CloudTrailException;
import software.amazon.awssdk.services.cloudtrail.model.Event;
import software.amazon.awssdk.services.cloudtrail.model.LookupAttribute;
import software.amazon.awssdk.services.cloudtrail.model.LookupEventsRequest;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.IamException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sts.StsClient;

class CloudTrailServiceTest {

    private static final String TRUST = """
        {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "sts:AssumeRole",
         "Principal": {"Service": "ec2.amazonaws.com"}}]}
        """;

    private final TurnableClock clock = new TurnableClock();
    private final Sandbox sandbox = Sandbox.inMemory(SandboxOptions.at(clock).withTrailLag(Duration.ofMinutes(15)));
    private final SandboxClients clients = new SandboxClients(sandbox.endpoint());

    @AfterEach
    void close() {
        sandbox.close();
    }

    @Test
    void keepsWhoCalledWhatOnWhichResource() {
        alice().createRole(request -> request.roleName("reader").assumeRolePolicyDocument(TRUST));
        alice().getRole(request -> request.roleName("reader"));
        later();

        assertThat(events("us-east-1")).singleElement().satisfies(event -> {
            assertThat(event.eventName()).isEqualTo("CreateRole");
            assertThat(event.eventSource()).isEqualTo("iam.amazonaws.com");
            assertThat(event.username()).isEqualTo("alice");
            assertThat(event.readOnly()).isEqualTo("false");
            assertThat(event.resources())
                    .extracting(resource -> resource.resourceType() + " " + resource.resourceName())
                    .containsExactly("AWS::IAM::Role reader");
            assertThat(event.cloudTrailEvent())
                    .contains("\"type\":\"IAMUser\"")
                    .contains("\"arn\":\"arn:aws:iam::000000000000:user/alice\"")
                    .contains("\"roleName\":\"reader\"")
                    .contains("\"eventTime\":\"2026-01-01T00:00:00Z\"")
                    .contains("\"eventID\":\"" + event.eventId() + "\"");
        });
    }

    @Test
    void namesTheSessionAndTheRoleBehindIt() {
        alice().createRole(request -> request.roleName("operator").assumeRolePolicyDocument(TRUST));
        var keys = clients.client(StsClient.builder())
                .assumeRole(request -> request.roleArn("arn:aws:iam::000000000000:role/operator")
                        .roleSessionName("bob@example.com"))
                .credentials();
        clients.as(AwsSessionCredentials.create(keys.accessKeyId(), keys.secretAccessKey(), keys.sessionToken()))
                .client(IamClient.builder())
                .updateRole(request -> request.roleName("operator").description("mine"));
        later();

        Event event = lookUp(attribute("EventName", "UpdateRole")).getFirst();
        assertThat(event.username()).isEqualTo("bob@example.com");
        assertThat(event.accessKeyId()).isEqualTo(keys.accessKeyId());
        assertThat(event.cloudTrailEvent())
                .contains("\"type\":\"AssumedRole\"")
                .contains("arn:aws:sts::000000000000:assumed-role/operator/bob@example.com")
                .contains("\"sessionIssuer\":{\"type\":\"Role\"")
                .contains("\"arn\":\"arn:aws:iam::000000000000:role/operator\"");
    }

    @Test
    void showsAnEventOnlyAfterAWhileAndNotForever() {
        alice().createRole(request -> request.roleName("reader").assumeRolePolicyDocument(TRUST));

        assertThat(events("us-east-1")).isEmpty();
        later();
        assertThat(events("us-east-1")).hasSize(1);
        clock.turn(Duration.ofDays(90));
        assertThat(events("us-east-1")).isEmpty();
    }

    @Test
    void keepsIamInOneRegionAndTheRestWhereItHappened() {
        logs("eu-west-1").createLogGroup(request -> request.logGroupName("/jobs"));
        clients.client(IamClient.builder(), builder -> builder.region(Region.EU_WEST_1))
                .createRole(request -> request.roleName("reader").assumeRolePolicyDocument(TRUST));
        later();

        assertThat(events("eu-west-1")).extracting(Event::eventName).containsExactly("CreateLogGroup");
        assertThat(events("us-east-1")).extracting(Event::eventName).containsExactly("CreateRole");
    }

    @Test
    void looksUpByEachAttribute() {
        S3Client s3 = clients.withKey("USER_bob").client(S3Client.builder(), builder -> builder.forcePathStyle(true));
        s3.createBucket(request -> request.bucket("data-of-bob"));
        s3.putObject(request -> request.bucket("data-of-bob").key("a"), RequestBody.fromString("data event"));
        alice().createRole(request -> request.roleName("reader").assumeRolePolicyDocument(TRUST));
        later();
        String id = lookUp(attribute("Username", "bob")).getFirst().eventId();

        assertThat(names(attribute("EventId", id))).containsExactly("CreateBucket");
        assertThat(names(attribute("EventName", "CreateRole"))).containsExactly("CreateRole");
        assertThat(names(attribute("EventSource", "s3.amazonaws.com"))).containsExactly("CreateBucket");
        assertThat(names(attribute("ReadOnly", "false"))).containsExactly("CreateRole", "CreateBucket");
        assertThat(names(attribute("ReadOnly", "true"))).isEmpty();
        assertThat(names(attribute("Username", "bob"))).containsExactly("CreateBucket");
        assertThat(names(attribute("AccessKeyId", "USER_bob"))).containsExactly("CreateBucket");
        assertThat(names(attribute("ResourceName", "data-of-bob"))).containsExactly("CreateBucket");
        assertThat(names(attribute("ResourceType", "AWS::IAM::Role"))).containsExactly("CreateRole");
    }

    @Test
    void keepsTheCodeOfARefusalAndNoSecret() {
        String secret = "s".repeat(20);
        alice().createRole(request -> request.roleName("reader").assumeRolePolicyDocument(TRUST));
        assertThatThrownBy(() -> alice().createRole(request -> request.roleName("reader")
                        .assumeRolePolicyDocument(TRUST)
                        .description(secret)))
                .isInstanceOf(IamException.class);
        later();

        assertThat(events("us-east-1").getFirst().cloudTrailEvent())
                .contains("\"errorCode\":\"EntityAlreadyExists\"")
                .contains("\"responseElements\":null");
    }

    @Test
    void givesPagesNewestFirstAndRefusesWhatAwsRefuses() {
        CloudWatchLogsClient logs = logs("us-east-1");
        IntStream.range(0, 7).forEach(number -> {
            logs.createLogGroup(request -> request.logGroupName("/jobs/" + number));
            clock.turn(Duration.ofMinutes(1));
        });
        later();
        CloudTrailClient trail = trail("us-east-1");

        List<Event> all = trail.lookupEventsPaginator(request -> request.maxResults(3)).events().stream()
                .toList();
        assertThat(all)
                .hasSize(7)
                .isSortedAccordingTo((one, other) -> other.eventTime().compareTo(one.eventTime()));
        Instant third = Instant.parse("2026-01-01T00:02:00Z");
        assertThat(trail.lookupEvents(request -> request.startTime(third).endTime(third.plusSeconds(90)))
                        .events())
                .hasSize(2);
        assertRefused("InvalidMaxResultsException", request().maxResults(51));
        assertRefused("InvalidMaxResultsException", request().maxResults(0));
        assertRefused("InvalidNextTokenException", request().nextToken("nonsense"));
        assertRefused("InvalidTimeRangeException", request().startTime(third).endTime(third.minusSeconds(1)));
        assertRefused(
                "InvalidLookupAttributesException",
                request().lookupAttributes(attribute("Username", "a"), attribute("EventName", "b")));
    }

    @Test
    void forgetsTheOldestOfVeryMany() {
        CloudWatchLogsClient logs = logs("us-east-1");
        logs.createLogGroup(request -> request.logGroupName("/jobs"));
        IntStream.range(0, 505)
                .forEach(number -> logs.putRetentionPolicy(
                        request -> request.logGroupName("/jobs").retentionInDays(number % 2 == 0 ? 1 : 3)));
        later();

        assertThat(trail("us-east-1").lookupEventsPaginator(request -> {}).events())
                .hasSize(500)
                .noneMatch(event -> event.eventName().equals("CreateLogGroup"));
    }

    private void later() {
        clock.turn(Duration.ofMinutes(15));
    }

    private IamClient alice() {
        return clients.withKey("USER_alice").client(IamClient.builder());
    }

    private CloudWatchLogsClient logs(String region) {
        return clients.client(CloudWatchLogsClient.builder(), builder -> builder.region(Region.of(region)));
    }

    private CloudTrailClient trail(String region) {
        return clients.client(CloudTrailClient.builder(), builder -> builder.region(Region.of(region)));
    }

    private List<Event> events(String region) {
        return trail(region).lookupEvents().events();
    }

    private List<Event> lookUp(LookupAttribute attribute) {
        return trail("us-east-1")
                .lookupEvents(request -> request.lookupAttributes(attribute))
                .events();
    }

    private List<String> names(LookupAttribute attribute) {
        return lookUp(attribute).stream().map(Event::eventName).toList();
    }

    private static LookupAttribute attribute(String key, String value) {
        return LookupAttribute.builder().attributeKey(key).attributeValue(value).build();
    }

    private static LookupEventsRequest.Builder request() {
        return LookupEventsRequest.builder();
    }

    private void assertRefused(String code, LookupEventsRequest.Builder request) {
        assertThatThrownBy(() -> trail("us-east-1").lookupEvents(request.build()))
                .isInstanceOfSatisfying(
                        CloudTrailException.class,
                        refused -> assertThat(refused.awsErrorDetails().errorCode())
                                .isEqualTo(code));
    }
}
