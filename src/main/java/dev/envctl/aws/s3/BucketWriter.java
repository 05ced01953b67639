package dev.envctl.aws.s3;

import static dev.envctl.aws.Refusals.found;
import static dev.envctl.aws.Refusals.is;

import dev.envctl.aws.AwsClients;
import dev.envctl.aws.Eventually;
import dev.envctl.aws.Refusals;
import dev.envctl.aws.TagChange;
import dev.envctl.aws.s3.Bucket.Encryption;
import dev.envctl.aws.s3.Bucket.PublicAccessBlock;
import dev.envctl.provider.Ownership;
import dev.envctl.provider.Session;
import java.util.Map;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CreateBucketConfiguration;
import software.amazon.awssdk.services.s3.model.PublicAccessBlockConfiguration;
import software.amazon.awssdk.services.s3.model.ServerSideEncryptionByDefault;
import software.amazon.awssdk.services.s3.model.ServerSideEncryptionConfiguration;
import software.amazon.awssdk.services.s3.model.ServerSideEncryptionRule;

/// The calls that change a bucket, one method per sub-resource.
final class BucketWriter {

    /// The region whose buckets are made without saying so.
    private static final String FIRST_REGION = "us-east-1";

    private final AwsClients clients;

    BucketWriter(AwsClients clients) {
        this.clients = clients;
    }

    void create(Bucket.Spec desired, String region, Ownership ownership, Session session) {
        Map<String, String> tags = BucketTags.marked(ownership.allTags(desired.tags()), desired.mayBeEmptied());
        var configuration = CreateBucketConfiguration.builder().tags(BucketTags.list(tags));
        if (!region.equals(FIRST_REGION)) {
            configuration.locationConstraint(region);
        }
        // a name that was deleted a moment ago is not free at once
        Eventually.run(session, Eventually.PROPAGATION, refusal -> is(refusal, "OperationAborted"), () -> {
            session.beforeWrite();
            s3(region)
                    .createBucket(request ->
                            request.bucket(desired.bucketName()).createBucketConfiguration(configuration.build()));
        });
    }

    void block(String bucket, String region, PublicAccessBlock block, Session session) {
        var configuration = PublicAccessBlockConfiguration.builder()
                .blockPublicAcls(block.blockPublicAcls().orElse(true))
                .ignorePublicAcls(block.ignorePublicAcls().orElse(true))
                .blockPublicPolicy(block.blockPublicPolicy().orElse(true))
                .restrictPublicBuckets(block.restrictPublicBuckets().orElse(true))
                .build();
        session.beforeWrite();
        s3(region)
                .putPublicAccessBlock(request -> request.bucket(bucket).publicAccessBlockConfiguration(configuration));
    }

    void encrypt(String bucket, String region, Encryption encryption, Session session) {
        var standard = ServerSideEncryptionByDefault.builder().sseAlgorithm(encryption.sseAlgorithm());
        encryption.kmsMasterKeyId().ifPresent(standard::kmsMasterKeyID);
        var rule = ServerSideEncryptionRule.builder().applyServerSideEncryptionByDefault(standard.build());
        encryption.bucketKeyEnabled().ifPresent(rule::bucketKeyEnabled);
        var configuration =
                ServerSideEncryptionConfiguration.builder().rules(rule.build()).build();
        session.beforeWrite();
        s3(region)
                .putBucketEncryption(
                        request -> request.bucket(bucket).serverSideEncryptionConfiguration(configuration));
    }

    void version(String bucket, String region, String status, Session session) {
        session.beforeWrite();
        s3(region)
                .putBucketVersioning(request ->
                        request.bucket(bucket).versioningConfiguration(configuration -> configuration.status(status)));
    }

    void allow(String bucket, String region, String policy, Session session) {
        Eventually.run(session, Eventually.PROPAGATION, BucketWriter::isNotYetKnown, () -> {
            session.beforeWrite();
            s3(region).putBucketPolicy(request -> request.bucket(bucket).policy(policy));
        });
    }

    /// S3 replaces all tags at once, so what others put there is read and sent along.
    void retag(String bucket, String region, TagChange change, boolean mayBeEmptied, Session session) {
        Map<String, String> now = tags(bucket, region);
        Map<String, String> wanted = BucketTags.marked(change.appliedTo(now), mayBeEmptied);
        if (!wanted.equals(now)) {
            put(bucket, region, wanted, session);
        }
    }

    void release(String bucket, String region, Session session) {
        put(bucket, region, BucketTags.withoutLedger(tags(bucket, region)), session);
    }

    private Map<String, String> tags(String bucket, String region) {
        return found(() -> s3(region).getBucketTagging(request -> request.bucket(bucket)), "NoSuchTagSet")
                .<Map<String, String>>map(answer -> BucketTags.map(answer.tagSet()))
                .orElseGet(Map::of);
    }

    private void put(String bucket, String region, Map<String, String> tags, Session session) {
        session.beforeWrite();
        s3(region)
                .putBucketTagging(
                        request -> request.bucket(bucket).tagging(tagging -> tagging.tagSet(BucketTags.list(tags))));
    }

    private static boolean isNotYetKnown(AwsServiceException refusal) {
        return is(refusal, "OperationAborted")
                || (is(refusal, "MalformedPolicy") && Refusals.message(refusal).contains("Invalid principal"));
    }

    private S3Client s3(String region) {
        return clients.in(region).s3();
    }
}
