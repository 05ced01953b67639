package dev.envctl.aws.s3;

import dev.envctl.aws.Refusals;
import java.util.Optional;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.ResponseBytes;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;

/// One object in a bucket, changed only when it is still what its reader saw. Writers who lose a race are told so; a
/// bucket policy or a network that refuses is an exception. A write that is repeated because its answer got lost is
/// beaten by itself: who is told `false` reads again before believing in another writer.
public final class S3ConditionalObject {

    /// What was read, and the tag that a later write has to name.
    @SuppressWarnings("ArrayRecordComponent")
    public record Content(byte[] bytes, String etag) {}

    private final S3Client s3;
    private final String bucket;
    private final String key;

    public S3ConditionalObject(S3Client s3, String bucket, String key) {
        this.s3 = s3;
        this.bucket = bucket;
        this.key = key;
    }

    public Optional<Content> read() {
        return Refusals.translated(() -> Refusals.found(this::get, "NoSuchKey"));
    }

    /// False when there is an object already.
    public boolean createIfAbsent(byte[] bytes) {
        return unlessBeaten(() -> s3.putObject(
                request -> request.bucket(bucket).key(key).ifNoneMatch("*"), RequestBody.fromBytes(bytes)));
    }

    /// False when the object changed or went since the tag was read.
    public boolean replaceIfMatch(byte[] bytes, String etag) {
        return unlessBeaten(() ->
                s3.putObject(request -> request.bucket(bucket).key(key).ifMatch(etag), RequestBody.fromBytes(bytes)));
    }

    /// False when the object changed since the tag was read; a missing object counts as deleted.
    public boolean deleteIfMatch(String etag) {
        return unlessBeaten(() -> Refusals.unless(
                () -> s3.deleteObject(request -> request.bucket(bucket).key(key).ifMatch(etag)), "NoSuchKey"));
    }

    private Content get() {
        ResponseBytes<GetObjectResponse> object =
                s3.getObjectAsBytes(request -> request.bucket(bucket).key(key));
        return new Content(object.asByteArray(), object.response().eTag());
    }

    /// S3 answers a lost race with 412, or with 409 while the other write is still under way. A replacement of an
    /// object that is gone is answered with 404.
    private static boolean unlessBeaten(Runnable write) {
        return Refusals.translated(() -> {
            try {
                write.run();
                return true;
            } catch (AwsServiceException answer) {
                if (answer.statusCode() == 412 || Refusals.is(answer, "ConditionalRequestConflict", "NoSuchKey")) {
                    return false;
                }
                throw answer;
            }
        });
    }
}
