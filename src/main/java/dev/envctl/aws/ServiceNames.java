package dev.envctl.aws;

import java.util.Locale;
import java.util.Map;

/// From the SDK's names to those that people know from IAM policies.
final class ServiceNames {

    private static final Map<String, String> PREFIXES = Map.of(
            "CloudWatch Logs", "logs",
            "EMR containers", "emr-containers",
            "EMR", "elasticmapreduce",
            "Resource Groups Tagging API", "tag",
            "MWAA", "airflow",
            "SSO Admin", "sso",
            "Secrets Manager", "secretsmanager",
            "Elastic Load Balancing v2", "elasticloadbalancing");

    /// S3 is the one service here whose actions are not called like its operations.
    private static final Map<String, String> S3_ACTIONS = Map.ofEntries(
            Map.entry("s3:HeadBucket", "s3:ListBucket"),
            Map.entry("s3:ListObjectsV2", "s3:ListBucket"),
            Map.entry("s3:ListObjectVersions", "s3:ListBucketVersions"),
            Map.entry("s3:ListMultipartUploads", "s3:ListBucketMultipartUploads"),
            Map.entry("s3:DeleteObjects", "s3:DeleteObjectVersion"),
            Map.entry("s3:HeadObject", "s3:GetObject"),
            Map.entry("s3:GetBucketEncryption", "s3:GetEncryptionConfiguration"),
            Map.entry("s3:PutBucketEncryption", "s3:PutEncryptionConfiguration"),
            Map.entry("s3:GetPublicAccessBlock", "s3:GetBucketPublicAccessBlock"),
            Map.entry("s3:PutPublicAccessBlock", "s3:PutBucketPublicAccessBlock"),
            Map.entry("s3:DeleteBucketTagging", "s3:PutBucketTagging"));

    private ServiceNames() {}

    static String prefix(String sdkName) {
        return PREFIXES.getOrDefault(sdkName, sdkName.toLowerCase(Locale.ROOT).replace(" ", ""));
    }

    static String action(String call) {
        return S3_ACTIONS.getOrDefault(call, call);
    }
}
