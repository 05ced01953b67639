package dev.envctl.aws.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.envctl.apply.ApplyResult;
import dev.envctl.plan.Plan;
import dev.envctl.problem.Code;
import dev.envctl.problem.ProblemException;
import dev.envctl.spec.Environment;
import dev.envctl.testing.Plans;
import dev.envctl.testing.SandboxClients;
import dev.envctl.testing.SandboxCloud;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Object;
import software.amazon.awssdk.services.s3.model.Tagging;

/// Objects through the whole of envctl, against the sandbox.
class BucketObjectSandboxTest {

    private static final String BUCKET = """
        apiVersion: envctl.dev/v1
        kind: Environment
        metadata: {name: objects}
        spec: {target: sandbox, region: us-east-1, tags: {team: data}}
        ---
        apiVersion: envctl.dev/v1
        kind: Bucket
        metadata: {name: main}
        spec: {bucketName: objects-main, versioning: Enabled}
        """;

    private static final String OBJECT = """
        ---
        apiVersion: envctl.dev/v1
        kind: BucketObject
        metadata: {name: one}
        spec:
          bucket: ${Bucket.main.bucketName}
          key: jobs/one.bin
          %s
        """;

    @TempDir
    Path directory;

    private final SandboxCloud cloud = new SandboxCloud();
    private final S3Client s3 = new SandboxClients(cloud.sandbox().endpoint())
            .client(S3Client.builder().forcePathStyle(true));

    @BeforeEach
    void writeSource() throws IOException {
        Files.write(directory.resolve("plugins.zip"), new byte[] {0x50, 0x4b, 3, 4, (byte) 0xff, (byte) 0x80});
    }

    @AfterEach
    void close() {
        cloud.close();
    }

    private Environment environment(String... parts) {
        try {
            Files.writeString(directory.resolve("environment.yaml"), String.join("", parts));
            return SandboxCloud.load(directory, Map.of());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private void apply(String... parts) {
        Plan plan = cloud.plan(environment(parts));
        ApplyResult result = cloud.apply(plan);
        assertThat(result.isComplete())
                .as("%s%n%s", Plans.changes(plan), result.outcomes())
                .isTrue();
    }

    private byte[] content(String key) {
        return s3.getObjectAsBytes(object -> object.bucket("objects-main").key(key))
                .asByteArray();
    }

    @Test
    void uploadsAFileThatIsNoTextAndSeesWhenItChanges() throws IOException {
        apply(BUCKET, OBJECT.formatted("source: plugins.zip"));

        assertThat(content("jobs/one.bin")).isEqualTo(Files.readAllBytes(directory.resolve("plugins.zip")));
        assertThat(cloud.plan(environment(BUCKET, OBJECT.formatted("source: plugins.zip")))
                        .isEmpty())
                .isTrue();

        Files.write(directory.resolve("plugins.zip"), new byte[] {1, 2, 3});
        Plan changed = cloud.plan(environment(BUCKET, OBJECT.formatted("source: plugins.zip")));

        assertThat(Plans.changes(changed)).isEqualTo("~ BucketObject/one [pending]");
        assertThat(changed.changes().getLast().fields())
                .singleElement()
                .satisfies(
                        field -> assertThat(field.after().orElseThrow().asText().orElseThrow())
                                .startsWith("sha256:"));
    }

    @Test
    void readsOnlyFilesOfTheEnvironment() {
        assertThatThrownBy(() -> environment(BUCKET, OBJECT.formatted("source: ../secrets.txt")))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        thrown -> assertThat(thrown.problems()).singleElement().satisfies(problem -> {
                            assertThat(problem.code()).isEqualTo(Code.FILE_OUTSIDE_ENVIRONMENT);
                            assertThat(problem.source().orElseThrow().line()).isEqualTo(17);
                        }));
        assertThatThrownBy(() -> environment(BUCKET, OBJECT.formatted("source: missing.txt")))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        thrown -> assertThat(thrown.problems())
                                .extracting(problem -> problem.code())
                                .containsExactly(Code.CANNOT_READ_FILE));
    }

    @Test
    void seesWhatSomebodyElsePutThere() {
        apply(BUCKET, OBJECT.formatted("content: ours"));
        s3.putObject(
                object -> object.bucket("objects-main").key("jobs/one.bin").tagging(ledger()),
                RequestBody.fromString("theirs"));

        Plan plan = cloud.plan(environment(BUCKET, OBJECT.formatted("content: ours")));

        assertThat(Plans.changes(plan)).isEqualTo("~ BucketObject/one [drift]");
    }

    /// The tags that the object carries, as an upload that keeps them would send them.
    private Tagging ledger() {
        var tags = s3.getObjectTagging(object -> object.bucket("objects-main").key("jobs/one.bin"))
                .tagSet();
        return Tagging.builder().tagSet(tags).build();
    }

    @Test
    void findsItsObjectsAgainWhenTheirDocumentsAreGone() {
        apply(BUCKET, OBJECT.formatted("content: ours"));
        s3.putObject(object -> object.bucket("objects-main").key("not/ours"), RequestBody.fromString("theirs"));

        Plan plan = cloud.plan(environment(BUCKET));

        assertThat(Plans.changes(plan)).startsWith("- BucketObject/one");
        cloud.apply(plan);
        assertThat(s3.listObjectsV2(bucket -> bucket.bucket("objects-main")).contents())
                .extracting(S3Object::key)
                .containsExactly("not/ours");
    }

    @Test
    void keepsItsVersionWhenOnlyItsNameInGitChanges() {
        apply(BUCKET, OBJECT.formatted("content: ours"));
        String version = version();

        apply(
                BUCKET,
                OBJECT.formatted("content: ours")
                        .replace("metadata: {name: one}", "metadata: {name: other}\npreviousNames: [one]"));

        assertThat(version()).isEqualTo(version);
    }

    private String version() {
        return s3.headObject(object -> object.bucket("objects-main").key("jobs/one.bin"))
                .versionId();
    }

    @Test
    void refusesWhatItDidNotMake() {
        apply(BUCKET);
        s3.putObject(object -> object.bucket("objects-main").key("jobs/one.bin"), RequestBody.fromString("theirs"));

        assertThatThrownBy(() -> cloud.plan(environment(BUCKET, OBJECT.formatted("content: ours"))))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        thrown -> assertThat(thrown.problems())
                                .extracting(problem -> problem.code())
                                .containsExactly(Code.NOT_OURS));
    }

    @Test
    void countsTheTagsOfDocumentAndEnvironmentTogether() {
        String tags = "content: ours\n  tags: {a: '1', b: '2', c: '3', d: '4', e: '5'}";

        assertThatThrownBy(() -> cloud.plan(environment(BUCKET, OBJECT.formatted(tags))))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        thrown -> assertThat(thrown.problems())
                                .singleElement()
                                .satisfies(problem -> assertThat(problem.detail())
                                        .contains("6 tags")
                                        .contains("S3 takes 10")));
    }

    @Test
    void saysWhyAVersionedBucketWithObjectsStays() {
        apply(BUCKET, OBJECT.formatted("content: ours"));

        ApplyResult result = cloud.apply(cloud.planDestroy(environment(BUCKET, OBJECT.formatted("content: ours"))));

        assertThat(result.isComplete()).isFalse();
        assertThat(result.outcomes().toString())
                .contains("earlier versions of objects, and emptyOnDelete is not set")
                .contains("set emptyOnDelete: true");
    }

    @Test
    void clearsAwayTheTraceOfACreationThatDied() {
        String plain = BUCKET.replace(", versioning: Enabled", "");
        apply(plain);
        s3.putObject(
                object -> object.bucket("objects-main").key(".envctl/objects/objects.us-east-1/jobs/one.bin"),
                RequestBody.empty());

        Plan destroy = cloud.planDestroy(environment(plain, OBJECT.formatted("content: ours")));

        assertThat(cloud.apply(destroy).isComplete()).isTrue();
        assertThat(s3.listBuckets().buckets()).isEmpty();
    }

    @Test
    void readsAnIndexInsteadOfTheBucket() {
        apply(BUCKET, OBJECT.formatted("content: ours"));
        long before = cloud.plan(environment(BUCKET, OBJECT.formatted("content: ours")))
                .statistics()
                .apiCalls();
        for (int i = 0; i < 30; i++) {
            String key = "other/" + i;
            s3.putObject(
                    object -> object.bucket("objects-main").key(key),
                    RequestBody.fromString("x", StandardCharsets.UTF_8));
        }

        Plan plan = cloud.plan(environment(BUCKET, OBJECT.formatted("content: ours")));

        assertThat(plan.isEmpty()).isTrue();
        assertThat(plan.statistics().apiCalls()).isEqualTo(before);
    }
}
