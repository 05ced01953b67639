package dev.envctl.aws.s3;

import static dev.envctl.aws.Refusals.is;
import static dev.envctl.aws.Refusals.unless;

import dev.envctl.aws.AwsClients;
import dev.envctl.aws.Eventually;
import dev.envctl.aws.Refusals;
import dev.envctl.problem.Code;
import dev.envctl.provider.ProviderException;
import dev.envctl.provider.Session;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ListObjectVersionsResponse;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;
import software.amazon.awssdk.services.s3.model.S3Error;

/// Deletes a bucket; with leave also what is in it: every version, every delete marker, every unfinished upload. Those
/// who wrote into it may write a little longer, so it is emptied again until the deletion gets through.
final class BucketDeletion {

    private static final Duration LATE_WRITERS = Duration.ofMinutes(5);

    private final AwsClients clients;

    BucketDeletion(AwsClients clients) {
        this.clients = clients;
    }

    void delete(String bucket, String region, boolean mayBeEmptied, Session session) {
        S3Client s3 = clients.in(region).s3();
        if (!mayBeEmptied) {
            deleteEmpty(s3, bucket, session);
            return;
        }
        Eventually.run(session, LATE_WRITERS, refusal -> is(refusal, "BucketNotEmpty", "OperationAborted"), () -> {
            unless(() -> empty(s3, bucket, session), "NoSuchBucket");
            drop(s3, bucket, session);
        });
    }

    private static void deleteEmpty(S3Client s3, String bucket, Session session) {
        try {
            unless(() -> ObjectIndex.clear(s3, bucket, session), "AccessDenied");
            drop(s3, bucket, session);
        } catch (AwsServiceException refusal) {
            throw is(refusal, "BucketNotEmpty") ? notEmpty(bucket, refusal) : refusal;
        }
    }

    private static void drop(S3Client s3, String bucket, Session session) {
        session.beforeWrite();
        unless(() -> s3.deleteBucket(request -> request.bucket(bucket)), "NoSuchBucket");
    }

    private static void empty(S3Client s3, String bucket, Session session) {
        s3.listObjectVersionsPaginator(request -> request.bucket(bucket))
                .forEach(page -> delete(s3, bucket, identifiers(page), session));
        s3.listMultipartUploadsPaginator(request -> request.bucket(bucket))
                .uploads()
                .forEach(upload -> {
                    session.beforeWrite();
                    unless(
                            () -> s3.abortMultipartUpload(request ->
                                    request.bucket(bucket).key(upload.key()).uploadId(upload.uploadId())),
                            "NoSuchUpload");
                });
    }

    private static void delete(S3Client s3, String bucket, List<ObjectIdentifier> objects, Session session) {
        if (objects.isEmpty()) {
            return;
        }
        session.report(bucket, "emptying");
        session.beforeWrite();
        List<S3Error> errors = s3.deleteObjects(request -> request.bucket(bucket)
                        .delete(delete -> delete.objects(objects).quiet(true)))
                .errors();
        if (!errors.isEmpty()) {
            throw locked(bucket, errors);
        }
    }

    private static List<ObjectIdentifier> identifiers(ListObjectVersionsResponse page) {
        return Stream.concat(
                        page.versions().stream().map(version -> identifier(version.key(), version.versionId())),
                        page.deleteMarkers().stream().map(marker -> identifier(marker.key(), marker.versionId())))
                .toList();
    }

    private static ObjectIdentifier identifier(String key, String versionId) {
        return ObjectIdentifier.builder().key(key).versionId(versionId).build();
    }

    private static ProviderException notEmpty(String bucket, AwsServiceException refusal) {
        ProviderException translated = Refusals.translate(refusal);
        return new ProviderException(
                        Code.INVALID_REQUEST,
                        translated.operation(),
                        translated.errorCode(),
                        translated.requestId(),
                        "The bucket %s still holds objects or earlier versions of objects, and emptyOnDelete is not set."
                                .formatted(bucket))
                .withHint("Empty it first, versions and delete markers included; or set emptyOnDelete: true and apply"
                        + " that to it alone first (apply DIR --select).");
    }

    /// S3 answers 200 and lists what it kept.
    private static ProviderException locked(String bucket, List<S3Error> errors) {
        S3Error first = errors.getFirst();
        return new ProviderException(
                Code.INVALID_REQUEST,
                "s3:DeleteObjects",
                first.code(),
                "",
                "%d objects of the bucket %s could not be deleted, the first is %s: %s"
                        .formatted(errors.size(), bucket, first.key(), first.message()));
    }
}
