package dev.envctl.sandbox.aws.s3;

import dev.envctl.sandbox.World;
import dev.envctl.sandbox.aws.AwsError;
import dev.envctl.sandbox.aws.Call;
import dev.envctl.sandbox.aws.Operation;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.model.Bucket;
import software.amazon.awssdk.services.s3.model.CreateBucketConfiguration;
import software.amazon.awssdk.services.s3.model.CreateBucketRequest;
import software.amazon.awssdk.services.s3.model.CreateBucketResponse;
import software.amazon.awssdk.services.s3.model.DeleteBucketRequest;
import software.amazon.awssdk.services.s3.model.DeleteBucketResponse;
import software.amazon.awssdk.services.s3.model.GetBucketLocationRequest;
import software.amazon.awssdk.services.s3.model.GetBucketLocationResponse;
import software.amazon.awssdk.services.s3.model.HeadBucketRequest;
import software.amazon.awssdk.services.s3.model.HeadBucketResponse;
import software.amazon.awssdk.services.s3.model.ListBucketsRequest;
import software.amazon.awssdk.services.s3.model.ListBucketsResponse;

/// Buckets as such.
final class BucketOperations {

    private static final String FIRST_REGION = "us-east-1";
    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]");

    private BucketOperations() {}

    static List<Operation<?, ?>> operations() {
        return List.of(
                Operation.rest("ListBuckets", "GET", "/", ListBucketsRequest::builder, BucketOperations::list),
                Operation.rest(
                        "CreateBucket", "PUT", "/{Bucket}", CreateBucketRequest::builder, BucketOperations::create),
                Operation.rest("HeadBucket", "HEAD", "/{Bucket}", HeadBucketRequest::builder, BucketOperations::head),
                Operation.rest(
                        "DeleteBucket", "DELETE", "/{Bucket}", DeleteBucketRequest::builder, BucketOperations::delete),
                Operation.rest(
                        "GetBucketLocation",
                        "GET",
                        "/{Bucket}?location",
                        GetBucketLocationRequest::builder,
                        BucketOperations::location));
    }

    private static ListBucketsResponse list(ListBucketsRequest request, Call call) {
        return ListBucketsResponse.builder()
                .owner(owner -> owner.id("0".repeat(64)))
                .buckets(S3Store.buckets(call.world()).rows().stream()
                        .filter(row -> request.prefix() == null || row.name().startsWith(request.prefix()))
                        .map(row -> Bucket.builder()
                                .name(row.name())
                                .bucketRegion(row.region())
                                .creationDate(row.createdAt())
                                .build())
                        .toList())
                .build();
    }

    private static CreateBucketResponse create(CreateBucketRequest request, Call call) {
        checkName(request.bucket());
        String region = region(request.createBucketConfiguration(), call.region());
        Optional<BucketRow> existing = S3Store.buckets(call.world()).get(request.bucket());
        if (existing.isPresent()) {
            return repeated(existing.get(), call);
        }
        S3Store.put(
                call.world(),
                BucketRow.created(request.bucket(), region, call.now(), tags(request.createBucketConfiguration())));
        return CreateBucketResponse.builder().location("/" + request.bucket()).build();
    }

    /// In us-east-1, and only there, creating one's own bucket again succeeds.
    private static CreateBucketResponse repeated(BucketRow existing, Call call) {
        if (call.region().equals(FIRST_REGION) && existing.region().equals(FIRST_REGION)) {
            return CreateBucketResponse.builder()
                    .location("/" + existing.name())
                    .build();
        }
        throw new AwsError(
                "BucketAlreadyOwnedByYou",
                409,
                "Your previous request to create the named bucket succeeded and you already own it.");
    }

    private static void checkName(String name) {
        if (!NAME.matcher(name).matches() || name.contains("..")) {
            throw new AwsError("InvalidBucketName", 400, "The specified bucket is not valid.");
        }
    }

    private static String region(@Nullable CreateBucketConfiguration configuration, String callRegion) {
        Optional<String> wanted =
                Optional.ofNullable(configuration).map(CreateBucketConfiguration::locationConstraintAsString);
        if (wanted.isEmpty() && callRegion.equals(FIRST_REGION)) {
            return FIRST_REGION;
        }
        if (wanted.filter(FIRST_REGION::equals).isPresent()) {
            throw new AwsError("InvalidLocationConstraint", 400, "The specified location-constraint is not valid");
        }
        String region = wanted.orElse("unspecified").replaceFirst("^EU$", "eu-west-1");
        if (!region.equals(callRegion) && !callRegion.equals(FIRST_REGION)) {
            throw new AwsError(
                    "IllegalLocationConstraintException",
                    400,
                    "The %s location constraint is incompatible for the region specific endpoint this request was sent to."
                            .formatted(region));
        }
        return region;
    }

    private static Map<String, String> tags(@Nullable CreateBucketConfiguration configuration) {
        return configuration == null ? Map.of() : BucketTags.of(configuration.tags());
    }

    private static HeadBucketResponse head(HeadBucketRequest request, Call call) {
        BucketRow bucket = S3Store.bucket(call.world(), request.bucket());
        return HeadBucketResponse.builder()
                .bucketRegion(bucket.region())
                .accessPointAlias(false)
                .build();
    }

    private static DeleteBucketResponse delete(DeleteBucketRequest request, Call call) {
        World world = call.world();
        BucketRow bucket = S3Store.bucket(world, request.bucket());
        if (!S3Store.sorted(world, bucket.name()).isEmpty()) {
            throw new AwsError(
                    "BucketNotEmpty",
                    409,
                    bucket.versioning().isPresent()
                            ? "The bucket you tried to delete is not empty. You must delete all versions in the bucket."
                            : "The bucket you tried to delete is not empty");
        }
        S3Store.buckets(world).remove(bucket.name());
        return DeleteBucketResponse.builder().build();
    }

    /// The first region has no name here.
    private static GetBucketLocationResponse location(GetBucketLocationRequest request, Call call) {
        String region = S3Store.bucket(call.world(), request.bucket()).region();
        return GetBucketLocationResponse.builder()
                .locationConstraint(region.equals(FIRST_REGION) ? "" : region)
                .build();
    }
}
