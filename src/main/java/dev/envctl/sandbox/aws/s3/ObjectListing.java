package dev.envctl.sandbox.aws.s3;

import dev.envctl.sandbox.World;
import dev.envctl.sandbox.aws.AwsError;
import dev.envctl.sandbox.aws.Call;
import dev.envctl.sandbox.aws.Operation;
import dev.envctl.sandbox.aws.Pages;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.model.CommonPrefix;
import software.amazon.awssdk.services.s3.model.DeleteMarkerEntry;
import software.amazon.awssdk.services.s3.model.EncodingType;
import software.amazon.awssdk.services.s3.model.ListMultipartUploadsRequest;
import software.amazon.awssdk.services.s3.model.ListMultipartUploadsResponse;
import software.amazon.awssdk.services.s3.model.ListObjectVersionsRequest;
import software.amazon.awssdk.services.s3.model.ListObjectVersionsResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.ObjectVersion;
import software.amazon.awssdk.services.s3.model.S3Object;

/// What is in a bucket, page by page.
final class ObjectListing {

    private static final int PAGE = 1000;

    /// One version of one object, for the listing of versions.
    private record Entry(ObjectRow object, ObjectRow.Version version, boolean isLatest) {}

    private ObjectListing() {}

    static List<Operation<?, ?>> operations() {
        return List.of(
                Operation.rest(
                        "ListObjectsV2",
                        "GET",
                        "/{Bucket}?list-type=2",
                        ListObjectsV2Request::builder,
                        ObjectListing::listObjects),
                Operation.rest(
                        "ListObjectVersions",
                        "GET",
                        "/{Bucket}?versions",
                        ListObjectVersionsRequest::builder,
                        ObjectListing::listVersions),
                Operation.rest(
                        "ListMultipartUploads",
                        "GET",
                        "/{Bucket}?uploads",
                        ListMultipartUploadsRequest::builder,
                        ObjectListing::listUploads));
    }

    private static ListObjectsV2Response listObjects(ListObjectsV2Request request, Call call) {
        List<ObjectRow> rows = new ArrayList<>();
        SequencedSet<String> prefixes = new LinkedHashSet<>();
        for (ObjectRow row : under(request.bucket(), request.prefix(), call.world())) {
            Optional<String> group = group(row.key(), request.prefix(), request.delimiter());
            if (row.current().isPresent() && isAfter(row.key(), request.startAfter())) {
                group.ifPresentOrElse(prefixes::add, () -> rows.add(row));
            }
        }
        int size = size(request.maxKeys());
        var page = Pages.page(rows, request.continuationToken(), size, ObjectListing::badToken);
        UnaryOperator<String> encoded = encoding(request.encodingType());
        ListObjectsV2Response.Builder response = ListObjectsV2Response.builder()
                .name(request.bucket())
                .prefix(encoded.apply(Optional.ofNullable(request.prefix()).orElse("")))
                .delimiter(request.delimiter())
                .encodingType(request.encodingType())
                .maxKeys(size)
                .keyCount(page.rows().size() + prefixes.size())
                .isTruncated(page.nextToken().isPresent())
                .contents(page.rows().stream().map(row -> content(row, encoded)).toList())
                .commonPrefixes(prefixes.stream()
                        .map(prefix -> CommonPrefix.builder()
                                .prefix(encoded.apply(prefix))
                                .build())
                        .toList());
        page.nextToken().ifPresent(response::nextContinuationToken);
        return response.build();
    }

    private static List<ObjectRow> under(String bucketName, @Nullable String prefix, World world) {
        BucketRow bucket = S3Store.bucket(world, bucketName);
        String start = Optional.ofNullable(prefix).orElse("");
        return S3Store.sorted(world, bucket.name()).stream()
                .filter(row -> row.key().startsWith(start))
                .toList();
    }

    /// The prefix that a key is shown under when keys are grouped by a delimiter.
    private static Optional<String> group(String key, @Nullable String prefix, @Nullable String delimiter) {
        if (delimiter == null || delimiter.isEmpty()) {
            return Optional.empty();
        }
        int start = Optional.ofNullable(prefix).orElse("").length();
        int end = key.indexOf(delimiter, start);
        return end < 0 ? Optional.empty() : Optional.of(key.substring(0, end + delimiter.length()));
    }

    private static boolean isAfter(String key, @Nullable String startAfter) {
        return startAfter == null || key.compareTo(startAfter) > 0;
    }

    private static int size(@Nullable Integer wanted) {
        return Math.min(Optional.ofNullable(wanted).orElse(PAGE), PAGE);
    }

    private static AwsError badToken(String token) {
        return S3Errors.invalidArgument("The continuation token provided is incorrect");
    }

    private static UnaryOperator<String> encoding(@Nullable EncodingType type) {
        return type == EncodingType.URL
                ? key -> URLEncoder.encode(key, StandardCharsets.UTF_8).replace("%2F", "/")
                : key -> key;
    }

    private static S3Object content(ObjectRow row, UnaryOperator<String> encoded) {
        ObjectRow.Version version = row.current().orElseThrow();
        return S3Object.builder()
                .key(encoded.apply(row.key()))
                .size(version.size())
                .eTag(version.eTag())
                .lastModified(version.lastModified())
                .storageClass("STANDARD")
                .build();
    }

    private static ListObjectVersionsResponse listVersions(ListObjectVersionsRequest request, Call call) {
        List<Entry> entries = new ArrayList<>();
        for (ObjectRow row : under(request.bucket(), request.prefix(), call.world())) {
            for (ObjectRow.Version version : row.versions()) {
                entries.add(
                        new Entry(row, version, version.equals(row.versions().getFirst())));
            }
        }
        List<Entry> rest = entries.subList(position(entries, request), entries.size());
        int size = Math.min(size(request.maxKeys()), rest.size());
        return versions(request, rest.subList(0, size), size < rest.size());
    }

    /// The listing goes on after the entry that the markers name; a marker without a version means all of its key.
    private static int position(List<Entry> entries, ListObjectVersionsRequest request) {
        if (request.keyMarker() == null) {
            return 0;
        }
        int position = 0;
        while (position < entries.size()) {
            Entry entry = entries.get(position);
            int order = entry.object().key().compareTo(request.keyMarker());
            boolean isMarker = order == 0 && entry.version().id().equals(request.versionIdMarker());
            if (order > 0) {
                return position;
            }
            position++;
            if (isMarker) {
                return position;
            }
        }
        return position;
    }

    private static ListObjectVersionsResponse versions(
            ListObjectVersionsRequest request, List<Entry> page, boolean isTruncated) {
        UnaryOperator<String> encoded = encoding(request.encodingType());
        ListObjectVersionsResponse.Builder response = ListObjectVersionsResponse.builder()
                .name(request.bucket())
                .prefix(encoded.apply(Optional.ofNullable(request.prefix()).orElse("")))
                .encodingType(request.encodingType())
                .maxKeys(size(request.maxKeys()))
                .isTruncated(isTruncated)
                .versions(page.stream()
                        .filter(entry -> !entry.version().deleteMarker())
                        .map(entry -> version(entry, encoded))
                        .toList())
                .deleteMarkers(page.stream()
                        .filter(entry -> entry.version().deleteMarker())
                        .map(entry -> marker(entry, encoded))
                        .toList());
        if (isTruncated) {
            response.nextKeyMarker(encoded.apply(page.getLast().object().key()))
                    .nextVersionIdMarker(page.getLast().version().id());
        }
        return response.build();
    }

    private static ObjectVersion version(Entry entry, UnaryOperator<String> encoded) {
        return ObjectVersion.builder()
                .key(encoded.apply(entry.object().key()))
                .versionId(entry.version().id())
                .isLatest(entry.isLatest())
                .size(entry.version().size())
                .eTag(entry.version().eTag())
                .lastModified(entry.version().lastModified())
                .storageClass("STANDARD")
                .build();
    }

    private static DeleteMarkerEntry marker(Entry entry, UnaryOperator<String> encoded) {
        return DeleteMarkerEntry.builder()
                .key(encoded.apply(entry.object().key()))
                .versionId(entry.version().id())
                .isLatest(entry.isLatest())
                .lastModified(entry.version().lastModified())
                .build();
    }

    /// The sandbox takes uploads in one part only, so none is ever unfinished.
    private static ListMultipartUploadsResponse listUploads(ListMultipartUploadsRequest request, Call call) {
        BucketRow bucket = S3Store.bucket(call.world(), request.bucket());
        return ListMultipartUploadsResponse.builder()
                .bucket(bucket.name())
                .isTruncated(false)
                .uploads(List.of())
                .build();
    }
}
