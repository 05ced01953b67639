package dev.envctl.aws.s3;

import static dev.envctl.aws.Refusals.is;

import dev.envctl.aws.AwsClients;
import dev.envctl.aws.Births;
import dev.envctl.aws.Changed;
import dev.envctl.aws.Eventually;
import dev.envctl.aws.ListedTags;
import dev.envctl.aws.Selection;
import dev.envctl.aws.TagChange;
import dev.envctl.aws.Tagging;
import dev.envctl.provider.Definition;
import dev.envctl.provider.JsonValues;
import dev.envctl.provider.Observed;
import dev.envctl.provider.Ownership;
import dev.envctl.provider.ResourceKind;
import dev.envctl.provider.Session;
import dev.envctl.provider.Traits;
import dev.envctl.provider.Wanted;
import dev.envctl.value.FieldPath;
import dev.envctl.value.Value;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/// A bucket and its sub-resources, each with calls of its own. The public access block is set first: a bucket is never
/// open for a moment. `emptyOnDelete` is kept on the bucket itself, because a deletion has no document to read it from.
public final class Bucket implements ResourceKind<Bucket.Spec> {

    public record Spec(
            String bucketName,
            Optional<String> region,
            Optional<Encryption> encryption,
            Optional<PublicAccessBlock> publicAccessBlock,
            Optional<String> versioning,
            Optional<Value> policy,
            Optional<Boolean> emptyOnDelete,
            Map<String, String> tags) {

        boolean mayBeEmptied() {
            return emptyOnDelete.orElse(false);
        }
    }

    public record Encryption(String sseAlgorithm, Optional<String> kmsMasterKeyId, Optional<Boolean> bucketKeyEnabled) {

        /// What the document leaves open stays as it is: S3 takes the rule as a whole.
        Encryption over(Optional<Encryption> current) {
            Optional<Encryption> kept = current.filter(now -> now.sseAlgorithm().equals(sseAlgorithm));
            return new Encryption(
                    sseAlgorithm,
                    kmsMasterKeyId.or(() -> kept.flatMap(Encryption::kmsMasterKeyId)),
                    bucketKeyEnabled.or(() -> kept.flatMap(Encryption::bucketKeyEnabled)));
        }
    }

    public record PublicAccessBlock(
            Optional<Boolean> blockPublicAcls,
            Optional<Boolean> ignorePublicAcls,
            Optional<Boolean> blockPublicPolicy,
            Optional<Boolean> restrictPublicBuckets) {

        static final PublicAccessBlock ALL =
                new PublicAccessBlock(Optional.of(true), Optional.of(true), Optional.of(true), Optional.of(true));
    }

    private final BucketReader reader;
    private final BucketWriter writer;
    private final BucketDeletion deletion;
    private final Tagging tagging;

    public Bucket(AwsClients clients) {
        this.reader = new BucketReader(clients);
        this.writer = new BucketWriter(clients);
        this.deletion = new BucketDeletion(clients);
        this.tagging = new Tagging(clients);
    }

    @Override
    public Definition<Spec> definition() {
        return Definition.of(
                "Bucket",
                Spec.class,
                Traits.of(10, Traits.Overlap.WHEN_RENAMED, Traits.Ledger.OBJECT, "/bucketName")
                        .withTypical(Duration.ofSeconds(3), Duration.ofSeconds(5))
                        .withActions(
                                "tag:GetResources",
                                "s3:GetBucketTagging",
                                "s3:GetEncryptionConfiguration",
                                "s3:GetBucketPublicAccessBlock",
                                "s3:GetBucketVersioning",
                                "s3:GetBucketPolicy",
                                "s3:CreateBucket",
                                "s3:TagResource",
                                "s3:PutBucketTagging",
                                "s3:PutEncryptionConfiguration",
                                "s3:PutBucketPublicAccessBlock",
                                "s3:PutBucketVersioning",
                                "s3:PutBucketPolicy",
                                "s3:ListBucketVersions",
                                "s3:ListBucketMultipartUploads",
                                "s3:DeleteObject",
                                "s3:DeleteObjectVersion",
                                "s3:AbortMultipartUpload",
                                "s3:DeleteBucket"));
    }

    @Override
    public List<Observed<Spec>> observe(Wanted wanted, Session session) {
        Map<String, Map<String, String>> owned =
                wanted.includeOwned() ? Tagging.select(tagging.owned(session), "s3", "") : Map.of();
        Set<String> names = new LinkedHashSet<>();
        wanted.sought().forEach(sought -> sought.criteria().text("bucketName").ifPresent(names::add));
        owned.keySet().forEach(arn -> names.add(arn.substring(arn.lastIndexOf(':') + 1)));
        ListedTags tags = new ListedTags(owned, wanted);
        List<Observed<Spec>> live = names.stream()
                .flatMap(name -> reader.find(name, tags, session).stream())
                .toList();
        return Selection.<Spec>byKey(spec -> spec.text("bucketName")).of(live, wanted, session);
    }

    @Override
    public Observed<Spec> create(Spec desired, Ownership ownership, Session session) {
        String region = desired.region().orElse(session.place().region());
        Births.make(
                () -> writer.create(desired, region, ownership, session),
                "BucketAlreadyOwnedByYou",
                () -> reader.find(desired.bucketName(), session),
                ownership);
        Eventually.run(
                session, Eventually.VISIBILITY, Bucket::isUnseen, () -> complete(desired, region, ownership, session));
        return Eventually.call(
                session,
                Eventually.VISIBILITY,
                Bucket::isUnseen,
                () -> reader.read(desired.bucketName(), region, session));
    }

    @Override
    public Observed<Spec> update(
            Observed<Spec> current, Spec desired, Set<FieldPath> changed, Ownership ownership, Session session) {
        String region = current.spec().region().orElse(session.place().region());
        String bucket = current.spec().bucketName();
        if (Changed.has(changed, "publicAccessBlock")) {
            desired.publicAccessBlock().ifPresent(block -> writer.block(bucket, region, block, session));
        }
        if (Changed.has(changed, "encryption")) {
            desired.encryption()
                    .map(encryption -> encryption.over(current.spec().encryption()))
                    .ifPresent(encryption -> writer.encrypt(bucket, region, encryption, session));
        }
        if (Changed.has(changed, "versioning")) {
            desired.versioning().ifPresent(status -> writer.version(bucket, region, status, session));
        }
        if (Changed.has(changed, "policy")) {
            desired.policy().ifPresent(policy -> writer.allow(bucket, region, JsonValues.document(policy), session));
        }
        TagChange change = TagChange.of(current.spec().tags(), desired.tags(), changed, ownership);
        writer.retag(bucket, region, change, desired.mayBeEmptied(), session);
        return reader.read(bucket, region, session);
    }

    @Override
    public void delete(Observed<Spec> current, Session session) {
        String region = current.spec().region().orElse(session.place().region());
        deletion.delete(current.spec().bucketName(), region, current.spec().mayBeEmptied(), session);
    }

    @Override
    public void claim(Observed<Spec> current, Ownership ownership, Session session) {
        String region = current.spec().region().orElse(session.place().region());
        writer.retag(
                current.spec().bucketName(),
                region,
                new TagChange(ownership.tags(), List.of()),
                current.spec().mayBeEmptied(),
                session);
    }

    @Override
    public void release(Observed<Spec> current, Session session) {
        String region = current.spec().region().orElse(session.place().region());
        writer.release(current.spec().bucketName(), region, session);
    }

    @Override
    public Observed<Spec> await(Observed<Spec> current, Session session) {
        String region = current.spec().region().orElse(session.place().region());
        return reader.read(current.spec().bucketName(), region, session);
    }

    private void complete(Spec desired, String region, Ownership ownership, Session session) {
        String bucket = desired.bucketName();
        TagChange birth = new TagChange(ownership.allTags(desired.tags()), List.of());
        writer.retag(bucket, region, birth, desired.mayBeEmptied(), session);
        writer.block(bucket, region, desired.publicAccessBlock().orElse(PublicAccessBlock.ALL), session);
        desired.encryption().ifPresent(encryption -> writer.encrypt(bucket, region, encryption, session));
        desired.versioning().ifPresent(status -> writer.version(bucket, region, status, session));
        desired.policy().ifPresent(policy -> writer.allow(bucket, region, JsonValues.document(policy), session));
    }

    /// Just after its creation a bucket is not found everywhere.
    private static boolean isUnseen(AwsServiceException refusal) {
        return is(refusal, "NoSuchBucket");
    }
}
