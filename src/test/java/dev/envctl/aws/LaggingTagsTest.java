package dev.envctl.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.envctl.plan.Plan;
import dev.envctl.problem.ProblemException;
import dev.envctl.provider.Ownership;
import dev.envctl.sandbox.RecordedCall;
import dev.envctl.spec.Environment;
import dev.envctl.testing.Plans;
import dev.envctl.testing.SandboxClients;
import dev.envctl.testing.SandboxCloud;
import dev.envctl.value.Address;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;

/// Plans while the listing of everything tagged is behind.
class LaggingTagsTest {

    private static final Duration LAG = Duration.ofMinutes(1);
    private static final String ARN = "arn:aws:logs:us-east-1:000000000000:log-group:/jobs";

    private static final String ENVIRONMENT = """
        apiVersion: envctl.dev/v1
        kind: Environment
        metadata: {name: lagging}
        spec:
          target: sandbox
          region: us-east-1
          inputs: {purpose: first}
        """;

    private static final String OBJECTS = """
        ---
        apiVersion: envctl.dev/v1
        kind: LogGroup
        metadata: {name: jobs}
        spec:
          logGroupName: /jobs
          tags: {purpose: "${input.purpose}"}
        ---
        apiVersion: envctl.dev/v1
        kind: Bucket
        metadata: {name: data}
        spec:
          bucketName: lagging-data
          emptyOnDelete: true
          tags: {purpose: "${input.purpose}"}
        ---
        apiVersion: envctl.dev/v1
        kind: ManagedPolicy
        metadata: {name: read}
        spec:
          policyName: lagging-read
          policyDocument:
            Version: "2012-10-17"
            Statement: {Effect: Allow, Action: "s3:GetObject", Resource: "${Bucket.data.arn}/*"}
          tags: {purpose: "${input.purpose}"}
        """;

    @TempDir
    Path directory;

    private final SandboxCloud cloud = SandboxCloud.withTaggingLag(LAG);

    @BeforeEach
    void settle() {
        apply("first");
        cloud.clock().turn(LAG);
    }

    @AfterEach
    void close() {
        cloud.close();
    }

    @Test
    void askNoObjectForItsTagsWhenTheListingSaysThatAllIsDone() {
        Plan plan = plan("first");

        assertThat(plan.steps()).isEmpty();
        assertThat(tagReads()).isEmpty();
    }

    @Test
    void areEmptyRightAfterTagsWereApplied() {
        apply("second");

        Plan plan = plan("second");

        assertThat(Plans.changes(plan)).isEmpty();
        assertThat(plan.steps()).isEmpty();
        assertThat(tagReads()).contains("logs:ListTagsForResource", "s3:GetBucketTagging", "iam:ListPolicyTags");
    }

    @Test
    void areEmptyRightAfterTheBirth() {
        try (SandboxCloud young = SandboxCloud.withTaggingLag(LAG)) {
            young.apply(young.plan(environment(OBJECTS, "first")));

            assertThat(young.plan(environment(OBJECTS, "first")).steps()).isEmpty();
        }
    }

    @Test
    void lookAtWhatIsToBeDestroyed() {
        logs().untagResource(request -> request.resourceArn(ARN).tagKeys(Ownership.keys()));

        Plan plan = cloud.planDestroy(environment(OBJECTS, "first"));

        assertThat(Plans.changes(plan)).contains("Bucket/data").doesNotContain("LogGroup/jobs");
        assertThat(tagReads()).contains("logs:ListTagsForResource", "s3:GetBucketTagging");
    }

    @Test
    void lookAtWhatIsToBeReplaced() {
        cloud.planReplacing(environment(OBJECTS, "first"), Address.of("LogGroup", "jobs"));

        assertThat(tagReads()).containsExactly("logs:ListTagsForResource");
    }

    @Test
    void lookAtWhatHasNoDocumentAnyMore() {
        logs().untagResource(request -> request.resourceArn(ARN).tagKeys(Ownership.keys()));

        Plan plan = cloud.plan(environment("", "first"));

        assertThat(Plans.changes(plan))
                .contains("Bucket/data", "ManagedPolicy/read")
                .doesNotContain("LogGroup/jobs");
    }

    @Test
    void showTagsChangedByHandWhenTheListingDoes() {
        logs().tagResource(request -> request.resourceArn(ARN).tags(Map.of("purpose", "by hand")));
        assertThat(plan("first").isEmpty()).isTrue();

        cloud.clock().turn(LAG);

        assertThat(Plans.changes(plan("first"))).isEqualTo("~ LogGroup/jobs [drift]");
    }

    @Test
    void areNotAppliedWhenTheObjectsSayOtherwise() {
        logs().tagResource(request -> request.resourceArn(ARN).tags(Map.of("purpose", "by hand")));
        Plan plan = plan("first");

        assertThatThrownBy(() -> cloud.apply(plan))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("LogGroup/jobs");
    }

    private void apply(String purpose) {
        assertThat(cloud.apply(plan(purpose)).isComplete()).isTrue();
        cloud.sandbox().calls().clear();
    }

    private Plan plan(String purpose) {
        return cloud.plan(environment(OBJECTS, purpose));
    }

    private List<String> tagReads() {
        List<String> reads = List.of("ListTagsForResource", "GetBucketTagging", "ListPolicyTags");
        return cloud.sandbox().calls().where(call -> reads.contains(call.operation())).stream()
                .map(RecordedCall::action)
                .distinct()
                .toList();
    }

    private Environment environment(String objects, String purpose) {
        try {
            Files.writeString(directory.resolve("environment.yaml"), ENVIRONMENT + objects);
            return SandboxCloud.load(directory, Map.of("purpose", purpose));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private CloudWatchLogsClient logs() {
        return new SandboxClients(cloud.sandbox().endpoint()).client(CloudWatchLogsClient.builder());
    }
}
