package dev.envctl.aws.s3;

import dev.envctl.lease.LeaseRecord;
import dev.envctl.lease.LeaseStore;
import dev.envctl.lease.LeaseText;
import dev.envctl.problem.Code;
import dev.envctl.problem.Problem;
import dev.envctl.problem.ProblemException;
import dev.envctl.provider.ProviderException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Supplier;
import software.amazon.awssdk.services.s3.S3Client;

/// A lease in an object that all who apply can reach, by S3's conditional writes. The version is the object's tag.
public final class S3LeaseStore implements LeaseStore {

    private final S3ConditionalObject object;
    private final String place;

    public S3LeaseStore(S3Client s3, String bucket, String key) {
        this.object = new S3ConditionalObject(s3, bucket, key);
        this.place = "s3://" + bucket + "/" + key;
    }

    @Override
    public Optional<Stored> read() {
        return reached(() -> object.read().flatMap(S3LeaseStore::stored));
    }

    private static Optional<Stored> stored(S3ConditionalObject.Content content) {
        return LeaseText.read(new String(content.bytes(), StandardCharsets.UTF_8))
                .map(record -> new Stored(record, content.etag()));
    }

    @Override
    public Optional<String> create(LeaseRecord record) {
        return written(record, object::createIfAbsent);
    }

    @Override
    public Optional<String> replace(LeaseRecord record, String version) {
        return written(record, bytes -> object.replaceIfMatch(bytes, version));
    }

    private interface Write {
        boolean attempt(byte[] bytes);
    }

    /// Reads back in either case: for the new tag, and because a write whose answer got lost is beaten by itself.
    private Optional<String> written(LeaseRecord record, Write write) {
        byte[] bytes = LeaseText.write(record).getBytes(StandardCharsets.UTF_8);
        return reached(() -> {
            write.attempt(bytes);
            return object.read()
                    .filter(content -> Arrays.equals(content.bytes(), bytes))
                    .map(S3ConditionalObject.Content::etag);
        });
    }

    /// Nobody can see from here whether a process elsewhere has ended.
    @Override
    public boolean isHolderGone(LeaseRecord record) {
        return false;
    }

    @Override
    public String place() {
        return place;
    }

    private <T> T reached(Supplier<T> call) {
        try {
            return call.get();
        } catch (ProviderException refused) {
            Problem problem = refused.problem();
            throw new ProblemException(
                    new Problem(
                            Code.LEASE_UNREADABLE,
                            "The lease at %s: %s".formatted(place, problem.detail()),
                            Optional.empty(),
                            problem.hint()),
                    refused);
        }
    }
}
