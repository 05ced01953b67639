package dev.envctl.sandbox.aws.s3;

import com.fasterxml.jackson.databind.JsonNode;
import dev.envctl.sandbox.World;
import dev.envctl.sandbox.aws.AwsError;
import dev.envctl.sandbox.aws.Call;
import dev.envctl.sandbox.aws.IamView;
import dev.envctl.sandbox.aws.Operation;
import dev.envctl.sandbox.aws.iam.PolicyDocuments;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.s3.model.BucketVersioningStatus;
import software.amazon.awssdk.services.s3.model.DeleteBucketEncryptionRequest;
import software.amazon.awssdk.services.s3.model.DeleteBucketEncryptionResponse;
import software.amazon.awssdk.services.s3.model.DeleteBucketPolicyRequest;
import software.amazon.awssdk.services.s3.model.DeleteBucketPolicyResponse;
import software.amazon.awssdk.services.s3.model.DeleteBucketTaggingRequest;
import software.amazon.awssdk.services.s3.model.DeleteBucketTaggingResponse;
import software.amazon.awssdk.services.s3.model.DeletePublicAccessBlockRequest;
import software.amazon.awssdk.services.s3.model.DeletePublicAccessBlockResponse;
import software.amazon.awssdk.services.s3.model.GetBucketEncryptionRequest;
import software.amazon.awssdk.services.s3.model.GetBucketEncryptionResponse;
import software.amazon.awssdk.services.s3.model.GetBucketPolicyRequest;
import software.amazon.awssdk.services.s3.model.GetBucketPolicyResponse;
import software.amazon.awssdk.services.s3.model.GetBucketTaggingRequest;
import software.amazon.awssdk.services.s3.model.GetBucketTaggingResponse;
import software.amazon.awssdk.services.s3.model.GetBucketVersioningRequest;
import software.amazon.awssdk.services.s3.model.GetBucketVersioningResponse;
import software.amazon.awssdk.services.s3.model.GetPublicAccessBlockRequest;
import software.amazon.awssdk.services.s3.model.GetPublicAccessBlockResponse;
import software.amazon.awssdk.services.s3.model.PublicAccessBlockConfiguration;
import software.amazon.awssdk.services.s3.model.PutBucketEncryptionRequest;
import software.amazon.awssdk.services.s3.model.PutBucketEncryptionResponse;
import software.amazon.awssdk.services.s3.model.PutBucketPolicyRequest;
import software.amazon.awssdk.services.s3.model.PutBucketPolicyResponse;
import software.amazon.awssdk.services.s3.model.PutBucketTaggingRequest;
import software.amazon.awssdk.services.s3.model.PutBucketTaggingResponse;
import software.amazon.awssdk.services.s3.model.PutBucketVersioningRequest;
import software.amazon.awssdk.services.s3.model.PutBucketVersioningResponse;
import software.amazon.awssdk.services.s3.model.PutPublicAccessBlockRequest;
import software.amazon.awssdk.services.s3.model.PutPublicAccessBlockResponse;
import software.amazon.awssdk.services.s3.model.ServerSideEncryptionByDefault;
import software.amazon.awssdk.services.s3.model.ServerSideEncryptionRule;

/// The sub-resources of a bucket, each set and read by calls of its own.
final class BucketSettings {

    private final IamView iam;

    BucketSettings(IamView iam) {
        this.iam = iam;
    }

    List<Operation<?, ?>> operations() {
        return List.of(
                Operation.rest(
                        "PutBucketEncryption",
                        "PUT",
                        "/{Bucket}?encryption",
                        PutBucketEncryptionRequest::builder,
                        BucketSettings::putEncryption),
                Operation.rest(
                        "GetBucketEncryption",
                        "GET",
                        "/{Bucket}?encryption",
                        GetBucketEncryptionRequest::builder,
                        BucketSettings::getEncryption),
                Operation.rest(
                        "DeleteBucketEncryption",
                        "DELETE",
                        "/{Bucket}?encryption",
                        DeleteBucketEncryptionRequest::builder,
                        BucketSettings::deleteEncryption),
                Operation.rest(
                        "PutPublicAccessBlock",
                        "PUT",
                        "/{Bucket}?publicAccessBlock",
                        PutPublicAccessBlockRequest::builder,
                        BucketSettings::putPublicAccess),
                Operation.rest(
                        "GetPublicAccessBlock",
                        "GET",
                        "/{Bucket}?publicAccessBlock",
                        GetPublicAccessBlockRequest::builder,
                        BucketSettings::getPublicAccess),
                Operation.rest(
                        "DeletePublicAccessBlock",
                        "DELETE",
                        "/{Bucket}?publicAccessBlock",
                        DeletePublicAccessBlockRequest::builder,
                        BucketSettings::deletePublicAccess),
                Operation.rest(
                        "PutBucketVersioning",
                        "PUT",
                        "/{Bucket}?versioning",
                        PutBucketVersioningRequest::builder,
                        BucketSettings::putVersioning),
                Operation.rest(
                        "GetBucketVersioning",
                        "GET",
                        "/{Bucket}?versioning",
                        GetBucketVersioningRequest::builder,
                        BucketSettings::getVersioning),
                Operation.rest(
                        "PutBucketTagging",
                        "PUT",
                        "/{Bucket}?tagging",
                        PutBucketTaggingRequest::builder,
                        BucketSettings::putTagging),
                Operation.rest(
                        "GetBucketTagging",
                        "GET",
                        "/{Bucket}?tagging",
                        GetBucketTaggingRequest::builder,
                        BucketSettings::getTagging),
                Operation.rest(
                        "DeleteBucketTagging",
                        "DELETE",
                        "/{Bucket}?tagging",
                        DeleteBucketTaggingRequest::builder,
                        BucketSettings::deleteTagging),
                Operation.rest(
                        "PutBucketPolicy", "PUT", "/{Bucket}?policy", PutBucketPolicyRequest::builder, this::putPolicy),
                Operation.rest(
                        "GetBucketPolicy",
                        "GET",
                        "/{Bucket}?policy",
                        GetBucketPolicyRequest::builder,
                        BucketSettings::getPolicy),
                Operation.rest(
                        "DeleteBucketPolicy",
                        "DELETE",
                        "/{Bucket}?policy",
                        DeleteBucketPolicyRequest::builder,
                        BucketSettings::deletePolicy));
    }

    private static PutBucketEncryptionResponse putEncryption(PutBucketEncryptionRequest request, Call call) {
        BucketRow bucket = S3Store.bucket(call.world(), request.bucket());
        ServerSideEncryptionRule rule = request.serverSideEncryptionConfiguration().rules().stream()
                .findFirst()
                .orElseThrow(S3Errors::malformedXml);
        ServerSideEncryptionByDefault wanted = rule.applyServerSideEncryptionByDefault();
        if (wanted == null || wanted.sseAlgorithmAsString() == null) {
            throw S3Errors.malformedXml();
        }
        if (wanted.kmsMasterKeyID() != null && wanted.sseAlgorithmAsString().equals("AES256")) {
            throw S3Errors.invalidArgument(
                    "a KMSMasterKeyID is not applicable if the default sse algorithm is not aws:kms or aws:kms:dsse");
        }
        S3Store.put(
                call.world(),
                bucket.withEncryption(new BucketRow.Encryption(
                        wanted.sseAlgorithmAsString(),
                        Optional.ofNullable(wanted.kmsMasterKeyID()),
                        Optional.of(Boolean.TRUE.equals(rule.bucketKeyEnabled())))));
        return PutBucketEncryptionResponse.builder().build();
    }

    private static GetBucketEncryptionResponse getEncryption(GetBucketEncryptionRequest request, Call call) {
        BucketRow.Encryption encryption =
                S3Store.bucket(call.world(), request.bucket()).encryption();
        ServerSideEncryptionRule rule = ServerSideEncryptionRule.builder()
                .applyServerSideEncryptionByDefault(usual -> {
                    usual.sseAlgorithm(encryption.algorithm());
                    encryption.kmsKeyId().ifPresent(usual::kmsMasterKeyID);
                })
                .bucketKeyEnabled(encryption.bucketKey().orElse(false))
                .build();
        return GetBucketEncryptionResponse.builder()
                .serverSideEncryptionConfiguration(configuration -> configuration.rules(List.of(rule)))
                .build();
    }

    private static DeleteBucketEncryptionResponse deleteEncryption(DeleteBucketEncryptionRequest request, Call call) {
        BucketRow bucket = S3Store.bucket(call.world(), request.bucket());
        S3Store.put(call.world(), bucket.withEncryption(BucketRow.Encryption.USUAL));
        return DeleteBucketEncryptionResponse.builder().build();
    }

    private static PutPublicAccessBlockResponse putPublicAccess(PutPublicAccessBlockRequest request, Call call) {
        BucketRow bucket = S3Store.bucket(call.world(), request.bucket());
        PublicAccessBlockConfiguration wanted = request.publicAccessBlockConfiguration();
        var publicAccess = new BucketRow.PublicAccess(
                Boolean.TRUE.equals(wanted.blockPublicAcls()),
                Boolean.TRUE.equals(wanted.ignorePublicAcls()),
                Boolean.TRUE.equals(wanted.blockPublicPolicy()),
                Boolean.TRUE.equals(wanted.restrictPublicBuckets()));
        S3Store.put(call.world(), bucket.withPublicAccess(Optional.of(publicAccess)));
        return PutPublicAccessBlockResponse.builder().build();
    }

    private static GetPublicAccessBlockResponse getPublicAccess(GetPublicAccessBlockRequest request, Call call) {
        BucketRow.PublicAccess row = S3Store.bucket(call.world(), request.bucket())
                .publicAccess()
                .orElseThrow(() -> S3Errors.notSet(
                        "NoSuchPublicAccessBlockConfiguration", "The public access block configuration was not found"));
        return GetPublicAccessBlockResponse.builder()
                .publicAccessBlockConfiguration(block -> block.blockPublicAcls(row.blockPublicAcls())
                        .ignorePublicAcls(row.ignorePublicAcls())
                        .blockPublicPolicy(row.blockPublicPolicy())
                        .restrictPublicBuckets(row.restrictPublicBuckets()))
                .build();
    }

    private static DeletePublicAccessBlockResponse deletePublicAccess(
            DeletePublicAccessBlockRequest request, Call call) {
        BucketRow bucket = S3Store.bucket(call.world(), request.bucket());
        S3Store.put(call.world(), bucket.withPublicAccess(Optional.empty()));
        return DeletePublicAccessBlockResponse.builder().build();
    }

    private static PutBucketVersioningResponse putVersioning(PutBucketVersioningRequest request, Call call) {
        BucketRow bucket = S3Store.bucket(call.world(), request.bucket());
        BucketVersioningStatus status = request.versioningConfiguration().status();
        if (status == null || status == BucketVersioningStatus.UNKNOWN_TO_SDK_VERSION) {
            throw new AwsError(
                    "IllegalVersioningConfigurationException", 400, "The Versioning element must be specified");
        }
        S3Store.put(call.world(), bucket.withVersioning(status.toString()));
        return PutBucketVersioningResponse.builder().build();
    }

    private static GetBucketVersioningResponse getVersioning(GetBucketVersioningRequest request, Call call) {
        GetBucketVersioningResponse.Builder response = GetBucketVersioningResponse.builder();
        S3Store.bucket(call.world(), request.bucket()).versioning().ifPresent(response::status);
        return response.build();
    }

    private static PutBucketTaggingResponse putTagging(PutBucketTaggingRequest request, Call call) {
        BucketRow bucket = S3Store.bucket(call.world(), request.bucket());
        S3Store.put(
                call.world(), bucket.withTags(BucketTags.of(request.tagging().tagSet())));
        return PutBucketTaggingResponse.builder().build();
    }

    private static GetBucketTaggingResponse getTagging(GetBucketTaggingRequest request, Call call) {
        Map<String, String> tags =
                S3Store.bucket(call.world(), request.bucket()).tags();
        if (tags.isEmpty()) {
            throw S3Errors.notSet("NoSuchTagSet", "The TagSet does not exist");
        }
        return GetBucketTaggingResponse.builder().tagSet(BucketTags.list(tags)).build();
    }

    private static DeleteBucketTaggingResponse deleteTagging(DeleteBucketTaggingRequest request, Call call) {
        BucketRow bucket = S3Store.bucket(call.world(), request.bucket());
        S3Store.put(call.world(), bucket.withTags(Map.of()));
        return DeleteBucketTaggingResponse.builder().build();
    }

    private PutBucketPolicyResponse putPolicy(PutBucketPolicyRequest request, Call call) {
        BucketRow bucket = S3Store.bucket(call.world(), request.bucket());
        List<JsonNode> statements = checkedStatements(request.policy(), bucket, call.world());
        boolean blocked = bucket.publicAccess()
                .filter(BucketRow.PublicAccess::blockPublicPolicy)
                .isPresent();
        if (blocked && statements.stream().anyMatch(BucketSettings::isPublic)) {
            throw S3Errors.accessDenied(
                    "User: %s is not authorized to perform: s3:PutBucketPolicy on resource: \"%s\" because public policies are prevented by the BlockPublicPolicy setting in S3 Block Public Access."
                            .formatted(call.principalArn(), bucket.arn()));
        }
        S3Store.put(call.world(), bucket.withPolicy(Optional.of(request.policy())));
        return PutBucketPolicyResponse.builder().build();
    }

    private List<JsonNode> checkedStatements(String policy, BucketRow bucket, World world) {
        List<JsonNode> statements = statements(policy);
        for (JsonNode statement : statements) {
            if (!statement.has("Principal") && !statement.has("NotPrincipal")) {
                throw S3Errors.malformedPolicy("Missing required field Principal");
            }
            if (!PolicyDocuments.unknownPrincipals(statement, arn -> isKnown(world, arn))
                    .isEmpty()) {
                throw S3Errors.malformedPolicy("Invalid principal in policy");
            }
            if (PolicyDocuments.texts(statement.path("Resource")).stream()
                    .anyMatch(resource -> !resource.equals(bucket.arn()) && !resource.startsWith(bucket.arn() + "/"))) {
                throw S3Errors.malformedPolicy("Policy has invalid resource");
            }
        }
        return statements;
    }

    private static List<JsonNode> statements(String policy) {
        try {
            return PolicyDocuments.statements(policy);
        } catch (AwsError malformed) {
            throw S3Errors.malformedPolicy("Policies must be valid JSON and the first byte must be '{'");
        }
    }

    private boolean isKnown(World world, String arn) {
        return iam.userExists(world, arn)
                || iam.role(world, arn)
                        .filter(role -> role.isAssumableAt(world.now()))
                        .isPresent();
    }

    /// Whether a statement gives something to everybody, on no condition.
    private static boolean isPublic(JsonNode statement) {
        JsonNode principal = statement.path("Principal");
        boolean everybody = principal.asText().equals("*")
                || PolicyDocuments.texts(principal.path("AWS")).contains("*");
        return everybody && statement.path("Effect").asText().equals("Allow") && !statement.has("Condition");
    }

    private static GetBucketPolicyResponse getPolicy(GetBucketPolicyRequest request, Call call) {
        String policy = S3Store.bucket(call.world(), request.bucket())
                .policy()
                .orElseThrow(() -> S3Errors.notSet("NoSuchBucketPolicy", "The bucket policy does not exist"));
        return GetBucketPolicyResponse.builder().policy(policy).build();
    }

    private static DeleteBucketPolicyResponse deletePolicy(DeleteBucketPolicyRequest request, Call call) {
        BucketRow bucket = S3Store.bucket(call.world(), request.bucket());
        S3Store.put(call.world(), bucket.withPolicy(Optional.empty()));
        return DeleteBucketPolicyResponse.builder().build();
    }
}
