package dev.envctl.sandbox.aws.s3;

import dev.envctl.sandbox.World;
import dev.envctl.sandbox.aws.AwsError;
import dev.envctl.sandbox.aws.Call;
import dev.envctl.sandbox.aws.Identifiers;
import dev.envctl.sandbox.aws.Operation;
import dev.envctl.sandbox.aws.Streamed;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.s3.model.ChecksumMode;
import software.amazon.awssdk.services.s3.model.DeleteObjectRequest;
import software.amazon.awssdk.services.s3.model.DeleteObjectResponse;
import software.amazon.awssdk.services.s3.model.DeleteObjectsRequest;
import software.amazon.awssdk.services.s3.model.DeleteObjectsResponse;
import software.amazon.awssdk.services.s3.model.DeletedObject;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectRequest;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;

/// Objects: written, read and deleted, on conditions or without.
final class ObjectOperations {

    private static final int DELETED_AT_ONCE = 1000;
    private static final int KEY_BYTES = 1024;

    private ObjectOperations() {}

    static List<Operation<?, ?>> operations() {
        return List.of(
                Operation.rest(
                        "PutObject", "PUT", "/{Bucket}/{Key+}", PutObjectRequest::builder, ObjectOperations::put),
                Operation.<GetObjectRequest, Streamed>rest(
                        "GetObject", "GET", "/{Bucket}/{Key+}", GetObjectRequest::builder, ObjectOperations::get),
                Operation.rest(
                        "HeadObject", "HEAD", "/{Bucket}/{Key+}", HeadObjectRequest::builder, ObjectOperations::head),
                Operation.rest(
                        "DeleteObject",
                        "DELETE",
                        "/{Bucket}/{Key+}",
                        DeleteObjectRequest::builder,
                        ObjectOperations::delete),
                Operation.rest(
                        "DeleteObjects",
                        "POST",
                        "/{Bucket}?delete",
                        DeleteObjectsRequest::builder,
                        ObjectOperations::deleteSeveral));
    }

    private static PutObjectResponse put(PutObjectRequest request, Call call) {
        BucketRow bucket = S3Store.bucket(call.world(), request.bucket());
        if (SdkBytes.fromUtf8String(request.key()).asByteArrayUnsafe().length > KEY_BYTES) {
            throw new AwsError("KeyTooLongError", 400, "Your key is too long");
        }
        ObjectRow object = existing(call.world(), bucket, request.key());
        checkConditions(object, request.ifMatch(), request.ifNoneMatch());
        ObjectRow.Version version = version(request, bucket, call);
        S3Store.put(call.world(), object.with(version));
        PutObjectResponse.Builder response = PutObjectResponse.builder()
                .eTag(version.eTag())
                .serverSideEncryption(bucket.encryption().algorithm())
                .checksumCRC32(version.checksums().get("CRC32"))
                .checksumSHA256(version.checksums().get("SHA256"));
        bucket.versioning().ifPresent(_ -> response.versionId(version.id()));
        return response.build();
    }

    private static ObjectRow existing(World world, BucketRow bucket, String key) {
        return S3Store.object(world, bucket.name(), key).orElseGet(() -> new ObjectRow(bucket.name(), key, List.of()));
    }

    private static void checkConditions(ObjectRow object, @Nullable String ifMatch, @Nullable String ifNoneMatch) {
        Optional<ObjectRow.Version> current = object.current();
        if (ifMatch != null) {
            String eTag = current.orElseThrow(S3Errors::noSuchKey).eTag();
            if (!matches(ifMatch, eTag)) {
                throw S3Errors.preconditionFailed();
            }
        }
        if (ifNoneMatch != null
                && current.filter(version -> matches(ifNoneMatch, version.eTag()))
                        .isPresent()) {
            throw S3Errors.preconditionFailed();
        }
    }

    private static boolean matches(String condition, String eTag) {
        return condition.equals("*") || unquoted(condition).equals(unquoted(eTag));
    }

    private static String unquoted(String eTag) {
        return eTag.replace("\"", "");
    }

    private static ObjectRow.Version version(PutObjectRequest request, BucketRow bucket, Call call) {
        byte[] content = call.body().asByteArrayUnsafe();
        return new ObjectRow.Version(
                newId(bucket, call.world()),
                false,
                Base64.getEncoder().encodeToString(content),
                content.length,
                Checksums.eTag(content),
                call.now(),
                Optional.ofNullable(request.contentType()),
                request.metadata(),
                Checksums.verified(request, content),
                ObjectTags.parse(request.tagging()));
    }

    private static String newId(BucketRow bucket, World world) {
        return bucket.isVersioned()
                ? Identifiers.hex(Identifiers.uuid(world, "s3.version")).substring(0, 32)
                : ObjectRow.NO_VERSION;
    }

    /// The version that a read is about. Reading a delete marker fails differently with and without its id.
    static ObjectRow.Version wanted(World world, String bucketName, String key, @Nullable String versionId) {
        BucketRow bucket = S3Store.bucket(world, bucketName);
        Optional<ObjectRow> object = S3Store.object(world, bucket.name(), key);
        if (versionId == null) {
            return object.flatMap(ObjectRow::current).orElseThrow(S3Errors::noSuchKey);
        }
        ObjectRow.Version version =
                object.flatMap(row -> row.version(versionId)).orElseThrow(S3Errors::noSuchVersion);
        if (version.deleteMarker()) {
            throw new AwsError("MethodNotAllowed", 405, "The specified method is not allowed against this resource.");
        }
        return version;
    }

    private static void checkReadConditions(
            ObjectRow.Version version, @Nullable String ifMatch, @Nullable String ifNoneMatch) {
        if (ifMatch != null && !matches(ifMatch, version.eTag())) {
            throw S3Errors.preconditionFailed();
        }
        if (ifNoneMatch != null && matches(ifNoneMatch, version.eTag())) {
            throw S3Errors.notModified();
        }
    }

    private static Streamed get(GetObjectRequest request, Call call) {
        ObjectRow.Version version = wanted(call.world(), request.bucket(), request.key(), request.versionId());
        checkReadConditions(version, request.ifMatch(), request.ifNoneMatch());
        boolean withChecksums = request.checksumMode() == ChecksumMode.ENABLED;
        Map<String, String> checksums = withChecksums ? version.checksums() : Map.of();
        GetObjectResponse response = GetObjectResponse.builder()
                .eTag(version.eTag())
                .contentLength(version.size())
                .lastModified(version.lastModified())
                .acceptRanges("bytes")
                .contentType(version.contentType().orElse("binary/octet-stream"))
                .metadata(version.metadata())
                .versionId(versionHeader(version))
                .serverSideEncryption(S3Store.bucket(call.world(), request.bucket())
                        .encryption()
                        .algorithm())
                .checksumCRC32(checksums.get("CRC32"))
                .checksumSHA256(checksums.get("SHA256"))
                .build();
        return new Streamed(
                response, SdkBytes.fromByteArrayUnsafe(Base64.getDecoder().decode(version.content())));
    }

    private static HeadObjectResponse head(HeadObjectRequest request, Call call) {
        ObjectRow.Version version = wanted(call.world(), request.bucket(), request.key(), request.versionId());
        checkReadConditions(version, request.ifMatch(), request.ifNoneMatch());
        return HeadObjectResponse.builder()
                .eTag(version.eTag())
                .contentLength(version.size())
                .lastModified(version.lastModified())
                .acceptRanges("bytes")
                .contentType(version.contentType().orElse("binary/octet-stream"))
                .metadata(version.metadata())
                .versionId(versionHeader(version))
                .checksumSHA256(
                        request.checksumMode() == ChecksumMode.ENABLED
                                ? version.checksums().get("SHA256")
                                : null)
                .build();
    }

    static @Nullable String versionHeader(ObjectRow.Version version) {
        return version.id().equals(ObjectRow.NO_VERSION) ? null : version.id();
    }

    private static DeleteObjectResponse delete(DeleteObjectRequest request, Call call) {
        BucketRow bucket = S3Store.bucket(call.world(), request.bucket());
        if (request.ifMatch() != null) {
            checkConditions(existing(call.world(), bucket, request.key()), request.ifMatch(), null);
        }
        DeletedObject deleted = remove(bucket, request.key(), Optional.ofNullable(request.versionId()), call);
        return DeleteObjectResponse.builder()
                .deleteMarker(deleted.deleteMarker())
                .versionId(
                        deleted.deleteMarkerVersionId() == null ? deleted.versionId() : deleted.deleteMarkerVersionId())
                .build();
    }

    private static DeletedObject remove(BucketRow bucket, String key, Optional<String> versionId, Call call) {
        ObjectRow object = existing(call.world(), bucket, key);
        if (versionId.isPresent()) {
            return deleteVersion(object, versionId.get(), call.world());
        }
        if (bucket.versioning().isEmpty()) {
            S3Store.put(call.world(), object.without(ObjectRow.NO_VERSION));
            return DeletedObject.builder().key(key).build();
        }
        var marker = ObjectRow.Version.marker(newId(bucket, call.world()), call.now());
        S3Store.put(call.world(), object.with(marker));
        return DeletedObject.builder()
                .key(key)
                .deleteMarker(true)
                .deleteMarkerVersionId(marker.id())
                .build();
    }

    /// A version is gone for good; deleting one that is not there succeeds.
    private static DeletedObject deleteVersion(ObjectRow object, String versionId, World world) {
        DeletedObject.Builder deleted =
                DeletedObject.builder().key(object.key()).versionId(versionId);
        object.version(versionId)
                .filter(ObjectRow.Version::deleteMarker)
                .ifPresent(_ -> deleted.deleteMarker(true).deleteMarkerVersionId(versionId));
        S3Store.put(world, object.without(versionId));
        return deleted.build();
    }

    private static DeleteObjectsResponse deleteSeveral(DeleteObjectsRequest request, Call call) {
        BucketRow bucket = S3Store.bucket(call.world(), request.bucket());
        List<ObjectIdentifier> objects = request.delete().objects();
        if (objects.isEmpty() || objects.size() > DELETED_AT_ONCE) {
            throw S3Errors.malformedXml();
        }
        List<DeletedObject> deleted = new ArrayList<>();
        for (ObjectIdentifier object : objects) {
            deleted.add(remove(bucket, object.key(), Optional.ofNullable(object.versionId()), call));
        }
        return DeleteObjectsResponse.builder()
                .deleted(Boolean.TRUE.equals(request.delete().quiet()) ? List.of() : deleted)
                .build();
    }
}
