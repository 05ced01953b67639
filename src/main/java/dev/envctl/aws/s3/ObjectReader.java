package dev.envctl.aws.s3;

import static dev.envctl.aws.Refusals.found;

import dev.envctl.aws.AwsClients;
import dev.envctl.aws.Eventually;
import dev.envctl.provider.Observed;
import dev.envctl.provider.Ownership;
import dev.envctl.provider.Session;
import dev.envctl.value.Sha256;
import dev.envctl.value.Value;
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ChecksumMode;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;

/// Objects as [BucketObject.Spec]: two calls each, for the facts and the tags. The content is known by the SHA-256 that
/// S3 itself keeps of what we upload, so it cannot be out of step with the object; only what somebody else has uploaded
/// without one is downloaded.
final class ObjectReader {

    record Place(String bucket, String key) {}

    /// Beyond what a document can hold there is nothing to compare.
    private static final long LARGEST = 10_000_000;

    private final AwsClients clients;

    ObjectReader(AwsClients clients) {
        this.clients = clients;
    }

    Optional<Observed<BucketObject.Spec>> find(Place place, Session session) {
        return head(clients.s3(), place)
                .flatMap(head ->
                        found(() -> tags(place), "NoSuchKey", "NoSuchBucket").map(tags -> observed(place, head, tags)));
    }

    Observed<BucketObject.Spec> read(Place place, Session session) {
        return session.waitFor("the object " + place.key() + " in " + place.bucket())
                .every(Duration.ofSeconds(1))
                .atMost(Eventually.VISIBILITY)
                .until(() -> find(place, session));
    }

    SequencedMap<String, String> tags(Place place) {
        return BucketTags.map(clients.s3()
                .getObjectTagging(request -> request.bucket(place.bucket()).key(place.key()))
                .tagSet());
    }

    /// An answer to HEAD has no body, so a refusal has no code.
    static Optional<HeadObjectResponse> head(S3Client s3, Place place) {
        try {
            return Optional.of(s3.headObject(
                    request -> request.bucket(place.bucket()).key(place.key()).checksumMode(ChecksumMode.ENABLED)));
        } catch (AwsServiceException refusal) {
            if (refusal.statusCode() == 404) {
                return Optional.empty();
            }
            throw refusal;
        }
    }

    private Observed<BucketObject.Spec> observed(Place place, HeadObjectResponse head, Map<String, String> tags) {
        Optional<String> hash = hash(place, head);
        Optional<String> content = hash.map(hex -> "sha256:" + hex);
        var spec = new BucketObject.Spec(
                place.bucket(),
                place.key(),
                content,
                Optional.empty(),
                content,
                Optional.ofNullable(head.contentType()),
                Ownership.userTags(tags));
        SequencedMap<String, Value> computed = new LinkedHashMap<>();
        computed.put("etag", Value.of(head.eTag().replace("\"", "")));
        hash.ifPresent(hex -> computed.put("sha256", Value.of(hex)));
        Optional.ofNullable(head.versionId())
                .filter(version -> !version.equals("null"))
                .ifPresent(version -> computed.put("versionId", Value.of(version)));
        return Observed.ready(
                place.bucket() + "/" + place.key(), spec, new Value.MapValue(computed), Ownership.from(tags));
    }

    /// A checksum with a dash is one of the parts' checksums.
    private Optional<String> hash(Place place, HeadObjectResponse head) {
        Optional<String> known = Optional.ofNullable(head.checksumSHA256()).filter(checksum -> !checksum.contains("-"));
        if (known.isPresent()) {
            return known.map(
                    checksum -> HexFormat.of().formatHex(Base64.getDecoder().decode(checksum)));
        }
        boolean comparable = Optional.ofNullable(head.contentLength()).orElse(0L) <= LARGEST;
        return comparable ? found(() -> Sha256.hex(download(place)), "NoSuchKey") : Optional.empty();
    }

    private byte[] download(Place place) {
        return clients.s3()
                .getObjectAsBytes(request -> request.bucket(place.bucket()).key(place.key()))
                .asByteArray();
    }

    /// As S3 writes checksums.
    static String checksum(byte[] content) {
        return Base64.getEncoder().encodeToString(Sha256.of(content));
    }
}
