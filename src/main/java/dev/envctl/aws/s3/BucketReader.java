package dev.envctl.aws.s3;

import static dev.envctl.aws.Refusals.found;
import static dev.envctl.aws.Refusals.is;

import dev.envctl.aws.AwsClients;
import dev.envctl.aws.ListedTags;
import dev.envctl.aws.Refusals;
import dev.envctl.aws.s3.Bucket.Encryption;
import dev.envctl.aws.s3.Bucket.PublicAccessBlock;
import dev.envctl.problem.Code;
import dev.envctl.provider.JsonValues;
import dev.envctl.provider.Observed;
import dev.envctl.provider.Ownership;
import dev.envctl.provider.ProviderException;
import dev.envctl.provider.Session;
import dev.envctl.provider.Wanted;
import dev.envctl.provider.Wanted.Sought;
import dev.envctl.value.Value;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.PublicAccessBlockConfiguration;
import software.amazon.awssdk.services.s3.model.ServerSideEncryptionByDefault;
import software.amazon.awssdk.services.s3.model.ServerSideEncryptionRule;

/// A bucket as [Bucket.Spec]: a call for each part, of which the first also tells whether and where it exists.
/// Sub-resources that were never set answer with an error each. A plan spares the calls whose answers it has or does
/// not need: tags from the listing, a policy that the document leaves to others.
final class BucketReader {

    private static final PublicAccessBlock NO_BLOCK =
            new PublicAccessBlock(Optional.of(false), Optional.of(false), Optional.of(false), Optional.of(false));

    private final AwsClients clients;

    BucketReader(AwsClients clients) {
        this.clients = clients;
    }

    Optional<Observed<Bucket.Spec>> find(String bucket, Session session) {
        return find(bucket, ListedTags.NONE, session);
    }

    Optional<Observed<Bucket.Spec>> find(String bucket, ListedTags listed, Session session) {
        String region = session.place().region();
        try {
            return found(() -> read(bucket, region, listed, session), "NoSuchBucket");
        } catch (AwsServiceException refusal) {
            Optional<String> home = homeOf(refusal).filter(other -> !other.equals(region));
            if (home.isPresent()) {
                return found(() -> read(bucket, home.get(), listed, session), "NoSuchBucket");
            }
            throw refusal.statusCode() == 403 ? unreadable(bucket, refusal) : refusal;
        }
    }

    Observed<Bucket.Spec> read(String bucket, String region, Session session) {
        return read(bucket, region, ListedTags.NONE, session);
    }

    private Observed<Bucket.Spec> read(String bucket, String region, ListedTags listed, Session session) {
        S3Client s3 = clients.in(region).s3();
        String arn = "arn:%s:s3:::%s".formatted(session.place().partition(), bucket);
        Map<String, String> tags = listed.settled(arn, BucketTags::marks).orElseGet(() -> tags(s3, bucket));
        var spec = new Bucket.Spec(
                bucket,
                Optional.of(region),
                encryption(s3, bucket),
                Optional.of(block(s3, bucket)),
                Optional.ofNullable(s3.getBucketVersioning(request -> request.bucket(bucket))
                        .statusAsString()),
                isLeftToOthers("policy", bucket, listed.wanted()) ? Optional.empty() : policy(s3, bucket),
                Optional.of(BucketTags.mayBeEmptied(tags)),
                Ownership.userTags(tags));
        Value.MapValue computed = Value.map(
                "arn", Value.of(arn),
                "bucketDomainName",
                        Value.of(bucket + ".s3." + region + "."
                                + domain(session.place().partition())));
        return Observed.ready(bucket, spec, computed, Ownership.from(tags));
    }

    private static Map<String, String> tags(S3Client s3, String bucket) {
        return found(() -> s3.getBucketTagging(request -> request.bucket(bucket)), "NoSuchTagSet")
                .map(answer -> BucketTags.map(answer.tagSet()))
                .orElseGet(() -> BucketTags.map(List.of()));
    }

    /// A document that is known as a whole and says nothing of a field does not manage it.
    private static boolean isLeftToOthers(String field, String bucket, Wanted wanted) {
        List<Sought> named = wanted.sought().stream()
                .filter(sought -> sought.criteria().text("bucketName").equals(Optional.of(bucket)))
                .toList();
        return !named.isEmpty()
                && named.stream()
                        .allMatch(sought -> sought.settled().isPresent()
                                && sought.criteria().get(field).isEmpty());
    }

    private static Optional<Encryption> encryption(S3Client s3, String bucket) {
        return found(
                        () -> s3.getBucketEncryption(request -> request.bucket(bucket)),
                        "ServerSideEncryptionConfigurationNotFoundError")
                .flatMap(answer -> answer.serverSideEncryptionConfiguration().rules().stream()
                        .findFirst())
                .map(BucketReader::encryption);
    }

    private static Encryption encryption(ServerSideEncryptionRule rule) {
        ServerSideEncryptionByDefault standard = rule.applyServerSideEncryptionByDefault();
        return new Encryption(
                standard.sseAlgorithmAsString(),
                Optional.ofNullable(standard.kmsMasterKeyID()),
                Optional.of(Boolean.TRUE.equals(rule.bucketKeyEnabled())));
    }

    private static PublicAccessBlock block(S3Client s3, String bucket) {
        return found(
                        () -> s3.getPublicAccessBlock(request -> request.bucket(bucket)),
                        "NoSuchPublicAccessBlockConfiguration")
                .map(answer -> block(answer.publicAccessBlockConfiguration()))
                .orElse(NO_BLOCK);
    }

    private static PublicAccessBlock block(PublicAccessBlockConfiguration answer) {
        return new PublicAccessBlock(
                Optional.of(Boolean.TRUE.equals(answer.blockPublicAcls())),
                Optional.of(Boolean.TRUE.equals(answer.ignorePublicAcls())),
                Optional.of(Boolean.TRUE.equals(answer.blockPublicPolicy())),
                Optional.of(Boolean.TRUE.equals(answer.restrictPublicBuckets())));
    }

    private static Optional<Value> policy(S3Client s3, String bucket) {
        return found(() -> s3.getBucketPolicy(request -> request.bucket(bucket)).policy(), "NoSuchBucketPolicy")
                .map(JsonValues::decode);
    }

    /// A bucket in another region is answered with a redirect that names it.
    private static Optional<String> homeOf(AwsServiceException refusal) {
        return is(refusal, "PermanentRedirect", "AuthorizationHeaderMalformed", "IllegalLocationConstraintException")
                ? refusal.awsErrorDetails().sdkHttpResponse().firstMatchingHeader("x-amz-bucket-region")
                : Optional.empty();
    }

    /// Bucket names are global: a refusal may also mean that the name is taken by another account.
    private static ProviderException unreadable(String bucket, AwsServiceException refusal) {
        ProviderException translated = Refusals.translate(refusal);
        if (translated.code() != Code.ACCESS_DENIED) {
            return translated;
        }
        return new ProviderException(
                        Code.ACCESS_DENIED,
                        translated.operation(),
                        translated.errorCode(),
                        translated.requestId(),
                        "Not allowed to read the bucket %s.".formatted(bucket))
                .withHint(
                        "Allow s3:GetBucketTagging on arn:aws:s3:::%s; or choose another name: it may belong to another account."
                                .formatted(bucket));
    }

    private static String domain(String partition) {
        return partition.equals("aws-cn") ? "amazonaws.com.cn" : "amazonaws.com";
    }
}
