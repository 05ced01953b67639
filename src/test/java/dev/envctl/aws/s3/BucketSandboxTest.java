package dev.envctl.aws.s3;

import static org.assertj.core.api.Assertions.assertThat;

import dev.envctl.plan.Plan;
import dev.envctl.spec.Environment;
import dev.envctl.testing.Plans;
import dev.envctl.testing.SandboxClients;
import dev.envctl.testing.SandboxCloud;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.s3.S3Client;

class BucketSandboxTest {

    private static final String BUCKET = """
        apiVersion: envctl.dev/v1
        kind: Environment
        metadata: {name: buckets}
        spec: {target: sandbox, region: us-east-1}
        ---
        apiVersion: envctl.dev/v1
        kind: Bucket
        metadata: {name: data}
        spec:
          bucketName: buckets-data
        """;

    /// The account that the policy names is known only when the role is.
    private static final String POLICY = """
          policy:
            Version: "2012-10-17"
            Statement: {Effect: Allow, Principal: {AWS: "${Role.reader.arn}"}, Action: "s3:ListBucket", Resource: "arn:aws:s3:::buckets-data"}
        ---
        apiVersion: envctl.dev/v1
        kind: Role
        metadata: {name: reader}
        spec:
          roleName: buckets-reader
          assumeRolePolicyDocument:
            Version: "2012-10-17"
            Statement: {Effect: Allow, Principal: {Service: ec2.amazonaws.com}, Action: "sts:AssumeRole"}
        """;

    @TempDir
    Path directory;

    private final SandboxCloud cloud = SandboxCloud.empty();

    @AfterEach
    void close() {
        cloud.close();
    }

    @Test
    void isNotAskedForAPolicyThatItsDocumentLeavesToOthers() {
        apply(BUCKET);
        s3().putBucketPolicy(request -> request.bucket("buckets-data").policy("""
            {"Version": "2012-10-17", "Statement": {"Effect": "Deny", "Principal": "*", "Action": "s3:*",
             "Resource": "arn:aws:s3:::buckets-data", "Condition": {"Bool": {"aws:SecureTransport": "false"}}}}\
            """));
        cloud.sandbox().calls().clear();

        Plan plan = cloud.plan(environment(BUCKET));

        assertThat(plan.steps()).isEmpty();
        assertThat(cloud.sandbox().calls().of("s3", "GetBucketPolicy")).isEmpty();
    }

    @Test
    void isAskedForItWhileTheDocumentWaitsForSomethingElse() {
        apply(BUCKET + POLICY);

        Plan again = cloud.plan(environment(BUCKET + POLICY));

        assertThat(Plans.changes(again)).isEmpty();
        assertThat(again.steps()).isEmpty();
    }

    @Test
    void showsAPolicyChangedByHandAsDrift() {
        apply(BUCKET + POLICY);
        s3().deleteBucketPolicy(request -> request.bucket("buckets-data"));

        assertThat(Plans.changes(cloud.plan(environment(BUCKET + POLICY)))).isEqualTo("~ Bucket/data [drift]");
    }

    private void apply(String text) {
        assertThat(cloud.apply(cloud.plan(environment(text))).isComplete()).isTrue();
    }

    private Environment environment(String text) {
        try {
            Files.writeString(directory.resolve("environment.yaml"), text);
            return SandboxCloud.load(directory, Map.of());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private S3Client s3() {
        return new SandboxClients(cloud.sandbox().endpoint()).client(S3Client.builder());
    }
}
