package dev.envctl.sandbox.aws.s3;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// A bucket; what is not set is empty. `versioning` is `Enabled` or `Suspended`, and never becomes unset again.
public record BucketRow(
        String name,
        String region,
        Instant createdAt,
        Encryption encryption,
        Optional<PublicAccess> publicAccess,
        Optional<String> versioning,
        Optional<String> policy,
        Map<String, String> tags) {

    public record Encryption(String algorithm, Optional<String> kmsKeyId, Optional<Boolean> bucketKey) {
        static final Encryption USUAL = new Encryption("AES256", Optional.empty(), Optional.of(false));
    }

    public record PublicAccess(
            boolean blockPublicAcls,
            boolean ignorePublicAcls,
            boolean blockPublicPolicy,
            boolean restrictPublicBuckets) {
        static final PublicAccess BLOCKED = new PublicAccess(true, true, true, true);
    }

    public BucketRow {
        tags = Collections.unmodifiableMap(new LinkedHashMap<>(tags));
    }

    static BucketRow created(String name, String region, Instant now, Map<String, String> tags) {
        return new BucketRow(
                name,
                region,
                now,
                Encryption.USUAL,
                Optional.of(PublicAccess.BLOCKED),
                Optional.empty(),
                Optional.empty(),
                tags);
    }

    String arn() {
        return "arn:aws:s3:::" + name;
    }

    boolean isVersioned() {
        return versioning.filter("Enabled"::equals).isPresent();
    }

    BucketRow withEncryption(Encryption other) {
        return new BucketRow(name, region, createdAt, other, publicAccess, versioning, policy, tags);
    }

    BucketRow withPublicAccess(Optional<PublicAccess> other) {
        return new BucketRow(name, region, createdAt, encryption, other, versioning, policy, tags);
    }

    BucketRow withVersioning(String other) {
        return new BucketRow(name, region, createdAt, encryption, publicAccess, Optional.of(other), policy, tags);
    }

    BucketRow withPolicy(Optional<String> other) {
        return new BucketRow(name, region, createdAt, encryption, publicAccess, versioning, other, tags);
    }

    BucketRow withTags(Map<String, String> other) {
        return new BucketRow(name, region, createdAt, encryption, publicAccess, versioning, policy, other);
    }
}
