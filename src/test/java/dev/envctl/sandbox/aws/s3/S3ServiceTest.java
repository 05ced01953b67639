package dev.envctl.sandbox.aws.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.envctl.sandbox.Sandbox;
import dev.envctl.sandbox.SandboxOptions;
import dev.envctl.testing.SandboxClients;
import dev.envctl.testing.TurnableClock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.BucketVersioningStatus;
import software.amazon.awssdk.services.s3.model.NoSuchBucketException;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;
import software.amazon.awssdk.services.s3.model.ServerSideEncryption;
import software.amazon.awssdk.services.s3.model.ServerSideEncryptionRule;
import software.amazon.awssdk.services.s3.model.Tag;

@SuppressWarnings("unchecked") // the SDK takes varargs of consumers
class S3ServiceTest {

    private static final String PUBLIC = """
        {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":"*","Action":"s3:GetObject","Resource":"arn:aws:s3:::logs/*"}]}\
        """;

    private final Sandbox sandbox = Sandbox.inMemory(SandboxOptions.at(new TurnableClock()));
    private final SandboxClients clients = new SandboxClients(sandbox.endpoint());
    private final S3Client s3 = clients.client(S3Client.builder());

    @BeforeEach
    void createBucket() {
        s3.createBucket(bucket -> bucket.bucket("logs"));
    }

    @AfterEach
    void close() {
        sandbox.close();
    }

    private void put(String key, String content) {
        s3.putObject(object -> object.bucket("logs").key(key), RequestBody.fromString(content));
    }

    private static String code(ThrowingCallable call) {
        try {
            call.call();
            return "none";
        } catch (AwsServiceException refused) {
            return refused.awsErrorDetails().errorCode();
        } catch (Throwable other) {
            throw new AssertionError(other);
        }
    }

    @Test
    void creatingABucketAgainSucceedsInTheFirstRegionOnly() {
        var frankfurt = clients.client(S3Client.builder(), builder -> builder.region(Region.EU_CENTRAL_1));
        s3.createBucket(bucket -> bucket.bucket("logs"));
        frankfurt.createBucket(bucket ->
                bucket.bucket("data").createBucketConfiguration(there -> there.locationConstraint("eu-central-1")));

        assertThat(code(() -> frankfurt.createBucket(bucket -> bucket.bucket("data")
                        .createBucketConfiguration(there -> there.locationConstraint("eu-central-1")))))
                .isEqualTo("BucketAlreadyOwnedByYou");
        assertThat(s3.getBucketLocation(bucket -> bucket.bucket("data")).locationConstraintAsString())
                .isEqualTo("eu-central-1");
        assertThat(s3.headBucket(bucket -> bucket.bucket("logs")).bucketRegion())
                .isEqualTo("us-east-1");
        assertThat(s3.listBuckets().buckets()).hasSize(2);
    }

    @Test
    void whatIsNotSetIsAnErrorOfItsOwn() {
        s3.deletePublicAccessBlock(bucket -> bucket.bucket("logs"));

        assertThat(code(() -> s3.getPublicAccessBlock(bucket -> bucket.bucket("logs"))))
                .isEqualTo("NoSuchPublicAccessBlockConfiguration");
        assertThat(code(() -> s3.getBucketTagging(bucket -> bucket.bucket("logs"))))
                .isEqualTo("NoSuchTagSet");
        assertThat(code(() -> s3.getBucketPolicy(bucket -> bucket.bucket("logs"))))
                .isEqualTo("NoSuchBucketPolicy");
        assertThat(s3.getBucketVersioning(bucket -> bucket.bucket("logs")).status())
                .isNull();
        assertThatThrownBy(() -> s3.headBucket(bucket -> bucket.bucket("none")))
                .isInstanceOf(NoSuchBucketException.class);
        assertThatThrownBy(() -> s3.getBucketTagging(bucket -> bucket.bucket("none")))
                .isInstanceOf(NoSuchBucketException.class);
    }

    @Test
    void aNewBucketIsEncryptedAndClosed() {
        var rule = s3.getBucketEncryption(bucket -> bucket.bucket("logs"))
                .serverSideEncryptionConfiguration()
                .rules()
                .getFirst();

        assertThat(rule.applyServerSideEncryptionByDefault().sseAlgorithm()).isEqualTo(ServerSideEncryption.AES256);
        assertThat(s3.getPublicAccessBlock(bucket -> bucket.bucket("logs"))
                        .publicAccessBlockConfiguration()
                        .blockPublicPolicy())
                .isTrue();
    }

    @Test
    void settingsAreReadAsTheyWereSet() {
        var rule = ServerSideEncryptionRule.builder()
                .applyServerSideEncryptionByDefault(usual ->
                        usual.sseAlgorithm(ServerSideEncryption.AWS_KMS).kmsMasterKeyID("key"))
                .bucketKeyEnabled(true)
                .build();
        s3.putBucketEncryption(bucket ->
                bucket.bucket("logs").serverSideEncryptionConfiguration(encryption -> encryption.rules(rule)));
        var tag = Tag.builder().key("k").value("v").build();
        s3.putBucketTagging(bucket -> bucket.bucket("logs").tagging(tags -> tags.tagSet(tag)));
        s3.putBucketVersioning(bucket -> bucket.bucket("logs")
                .versioningConfiguration(versioning -> versioning.status(BucketVersioningStatus.SUSPENDED)));

        assertThat(s3.getBucketEncryption(bucket -> bucket.bucket("logs"))
                        .serverSideEncryptionConfiguration()
                        .rules())
                .containsExactly(rule);
        assertThat(s3.getBucketTagging(bucket -> bucket.bucket("logs")).tagSet())
                .containsExactly(tag);
        assertThat(s3.getBucketVersioning(bucket -> bucket.bucket("logs")).status())
                .isEqualTo(BucketVersioningStatus.SUSPENDED);
    }

    @Test
    void aPublicPolicyNeedsAnOpenBucket() {
        assertThat(code(() -> s3.putBucketPolicy(bucket -> bucket.bucket("logs").policy(PUBLIC))))
                .isEqualTo("AccessDenied");
        s3.putPublicAccessBlock(bucket ->
                bucket.bucket("logs").publicAccessBlockConfiguration(block -> block.blockPublicPolicy(false)));
        s3.putBucketPolicy(bucket -> bucket.bucket("logs").policy(PUBLIC));

        assertThat(s3.getBucketPolicy(bucket -> bucket.bucket("logs")).policy()).isEqualTo(PUBLIC);
        assertThat(code(() -> s3.putBucketPolicy(
                        bucket -> bucket.bucket("logs").policy(PUBLIC.replace("logs/*", "other/*")))))
                .isEqualTo("MalformedPolicy");
        assertThat(code(() -> s3.putBucketPolicy(bucket -> bucket.bucket("logs")
                        .policy(PUBLIC.replace("\"*\"", "{\"AWS\":\"arn:aws:iam::000000000000:role/none\"}")))))
                .isEqualTo("MalformedPolicy");
    }

    @Test
    void objectsComeBackAsTheyWerePut() {
        s3.putObject(
                object -> object.bucket("logs")
                        .key("a/b c")
                        .contentType("text/plain")
                        .metadata(Map.of("k", "v")),
                RequestBody.fromString("hello"));

        var got = s3.getObjectAsBytes(object -> object.bucket("logs").key("a/b c"));
        assertThat(got.asUtf8String()).isEqualTo("hello");
        assertThat(got.response().contentType()).isEqualTo("text/plain");
        assertThat(got.response().eTag()).isEqualTo("\"5d41402abc4b2a76b9719d911017c592\"");
        var head = s3.headObject(object -> object.bucket("logs").key("a/b c"));
        assertThat(head.contentLength()).isEqualTo(5);
        assertThat(head.metadata()).containsEntry("k", "v");
        assertThat(code(() ->
                        s3.getObjectAsBytes(object -> object.bucket("logs").key("none"))))
                .isEqualTo("NoSuchKey");
    }

    @Test
    void writesMayBeConditional() {
        var first = s3.putObject(
                object -> object.bucket("logs").key("lease").ifNoneMatch("*"), RequestBody.fromString("1"));

        assertThat(code(() -> s3.putObject(
                        object -> object.bucket("logs").key("lease").ifNoneMatch("*"), RequestBody.fromString("2"))))
                .isEqualTo("PreconditionFailed");
        s3.putObject(object -> object.bucket("logs").key("lease").ifMatch(first.eTag()), RequestBody.fromString("3"));
        assertThat(code(() -> s3.putObject(
                        object -> object.bucket("logs").key("lease").ifMatch(first.eTag()),
                        RequestBody.fromString("4"))))
                .isEqualTo("PreconditionFailed");
        assertThat(code(() -> s3.putObject(
                        object -> object.bucket("logs").key("none").ifMatch(first.eTag()),
                        RequestBody.fromString("5"))))
                .isEqualTo("NoSuchKey");
        assertThat(s3.getObjectAsBytes(object -> object.bucket("logs").key("lease"))
                        .asUtf8String())
                .isEqualTo("3");
    }

    @Test
    void versionsAndDeleteMarkersKeepABucketFromBeingDeleted() {
        s3.putBucketVersioning(bucket -> bucket.bucket("logs")
                .versioningConfiguration(versioning -> versioning.status(BucketVersioningStatus.ENABLED)));
        put("a", "1");
        put("a", "2");
        s3.deleteObject(object -> object.bucket("logs").key("a"));

        assertThat(s3.listObjectsV2(bucket -> bucket.bucket("logs")).contents()).isEmpty();
        assertThat(code(() -> s3.deleteBucket(bucket -> bucket.bucket("logs")))).isEqualTo("BucketNotEmpty");
        var versions = s3.listObjectVersions(bucket -> bucket.bucket("logs"));
        assertThat(versions.versions()).hasSize(2).noneMatch(version -> version.isLatest());
        assertThat(versions.deleteMarkers()).hasSize(1).allMatch(marker -> marker.isLatest());
        List<ObjectIdentifier> all = new ArrayList<>();
        versions.versions()
                .forEach(version -> all.add(ObjectIdentifier.builder()
                        .key(version.key())
                        .versionId(version.versionId())
                        .build()));
        versions.deleteMarkers()
                .forEach(marker -> all.add(ObjectIdentifier.builder()
                        .key(marker.key())
                        .versionId(marker.versionId())
                        .build()));
        assertThat(s3.deleteObjects(bucket -> bucket.bucket("logs").delete(delete -> delete.objects(all)))
                        .deleted())
                .hasSize(3);
        s3.deleteBucket(bucket -> bucket.bucket("logs"));
    }

    @Test
    void listingsComeInPagesAndGroups() {
        IntStream.range(0, 5).forEach(number -> put("dir/" + number, "x"));
        put("top", "x");

        assertThat(s3.listObjectsV2Paginator(bucket -> bucket.bucket("logs").maxKeys(2))
                        .contents())
                .hasSize(6);
        assertThat(s3.listObjectVersionsPaginator(
                                bucket -> bucket.bucket("logs").maxKeys(2))
                        .versions())
                .hasSize(6);
        var grouped = s3.listObjectsV2(bucket -> bucket.bucket("logs").delimiter("/"));
        assertThat(grouped.commonPrefixes())
                .singleElement()
                .satisfies(prefix -> assertThat(prefix.prefix()).isEqualTo("dir/"));
        assertThat(grouped.contents()).hasSize(1);
        assertThat(s3.listMultipartUploads(bucket -> bucket.bucket("logs")).uploads())
                .isEmpty();
    }

    @Test
    void whatIsNotEmulatedIsRefusedRatherThanMistaken() {
        assertThat(code(() -> s3.getBucketCors(bucket -> bucket.bucket("logs"))))
                .isEqualTo("MethodNotAllowed");
        assertThat(code(() -> s3.putBucketAcl(bucket -> bucket.bucket("other").acl("private"))))
                .isEqualTo("MethodNotAllowed");
    }
}
