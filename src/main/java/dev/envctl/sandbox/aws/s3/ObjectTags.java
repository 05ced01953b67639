package dev.envctl.sandbox.aws.s3;

import dev.envctl.sandbox.aws.AwsError;
import dev.envctl.sandbox.aws.Call;
import dev.envctl.sandbox.aws.Operation;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.model.DeleteObjectTaggingRequest;
import software.amazon.awssdk.services.s3.model.DeleteObjectTaggingResponse;
import software.amazon.awssdk.services.s3.model.GetObjectTaggingRequest;
import software.amazon.awssdk.services.s3.model.GetObjectTaggingResponse;
import software.amazon.awssdk.services.s3.model.PutObjectTaggingRequest;
import software.amazon.awssdk.services.s3.model.PutObjectTaggingResponse;

/// The tags of an object's versions: ten at most, in a narrower alphabet than a bucket's, and set as a whole.
final class ObjectTags {

    private static final int MOST = 10;
    private static final Pattern TEXT = Pattern.compile("[\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]*");

    private ObjectTags() {}

    static List<Operation<?, ?>> operations() {
        return List.of(
                Operation.rest(
                        "PutObjectTagging",
                        "PUT",
                        "/{Bucket}/{Key+}?tagging",
                        PutObjectTaggingRequest::builder,
                        ObjectTags::put),
                Operation.rest(
                        "GetObjectTagging",
                        "GET",
                        "/{Bucket}/{Key+}?tagging",
                        GetObjectTaggingRequest::builder,
                        ObjectTags::get),
                Operation.rest(
                        "DeleteObjectTagging",
                        "DELETE",
                        "/{Bucket}/{Key+}?tagging",
                        DeleteObjectTaggingRequest::builder,
                        ObjectTags::delete));
    }

    /// The header of an upload: `team=data&purpose=a%20job`.
    static Map<String, String> parse(@Nullable String header) {
        Map<String, String> tags = new LinkedHashMap<>();
        if (header == null || header.isEmpty()) {
            return tags;
        }
        for (String pair : header.split("&", -1)) {
            String[] parts = pair.split("=", 2);
            tags.put(decoded(parts[0]), parts.length == 1 ? "" : decoded(parts[1]));
        }
        return checked(tags);
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    private static Map<String, String> checked(Map<String, String> tags) {
        if (tags.size() > MOST) {
            throw new AwsError("BadRequest", 400, "Object tags cannot be greater than 10");
        }
        tags.forEach((key, value) -> {
            if (!TEXT.matcher(key).matches()) {
                throw S3Errors.invalidTag("The TagKey you have provided is invalid");
            }
            if (!TEXT.matcher(value).matches()) {
                throw S3Errors.invalidTag("The TagValue you have provided is invalid");
            }
        });
        return tags;
    }

    private static PutObjectTaggingResponse put(PutObjectTaggingRequest request, Call call) {
        ObjectRow.Version version = retag(
                call,
                request.bucket(),
                request.key(),
                request.versionId(),
                checked(BucketTags.of(request.tagging().tagSet())));
        return PutObjectTaggingResponse.builder()
                .versionId(ObjectOperations.versionHeader(version))
                .build();
    }

    private static DeleteObjectTaggingResponse delete(DeleteObjectTaggingRequest request, Call call) {
        ObjectRow.Version version = retag(call, request.bucket(), request.key(), request.versionId(), Map.of());
        return DeleteObjectTaggingResponse.builder()
                .versionId(ObjectOperations.versionHeader(version))
                .build();
    }

    private static ObjectRow.Version retag(
            Call call, String bucket, String key, @Nullable String versionId, Map<String, String> tags) {
        ObjectRow.Version version = ObjectOperations.wanted(call.world(), bucket, key, versionId);
        ObjectRow object = S3Store.object(call.world(), bucket, key).orElseThrow(S3Errors::noSuchKey);
        S3Store.put(call.world(), object.retagged(version.id(), tags));
        return version;
    }

    private static GetObjectTaggingResponse get(GetObjectTaggingRequest request, Call call) {
        ObjectRow.Version version =
                ObjectOperations.wanted(call.world(), request.bucket(), request.key(), request.versionId());
        return GetObjectTaggingResponse.builder()
                .tagSet(BucketTags.list(version.tags()))
                .versionId(ObjectOperations.versionHeader(version))
                .build();
    }
}
