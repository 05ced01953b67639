package dev.envctl.sandbox.aws.s3;

import dev.envctl.sandbox.aws.AwsError;

/// S3's refusals.
final class S3Errors {

    private S3Errors() {}

    static AwsError noSuchBucket() {
        return new AwsError("NoSuchBucket", 404, "The specified bucket does not exist");
    }

    static AwsError noSuchKey() {
        return new AwsError("NoSuchKey", 404, "The specified key does not exist.");
    }

    static AwsError noSuchVersion() {
        return new AwsError("NoSuchVersion", 404, "The specified version does not exist.");
    }

    static AwsError notSet(String code, String message) {
        return new AwsError(code, 404, message);
    }

    static AwsError preconditionFailed() {
        return new AwsError("PreconditionFailed", 412, "At least one of the pre-conditions you specified did not hold");
    }

    static AwsError notModified() {
        return new AwsError("NotModified", 304, "Not Modified");
    }

    static AwsError malformedXml() {
        return new AwsError(
                "MalformedXML",
                400,
                "The XML you provided was not well-formed or did not validate against our published schema");
    }

    static AwsError malformedPolicy(String message) {
        return new AwsError("MalformedPolicy", 400, message);
    }

    static AwsError invalidTag(String message) {
        return new AwsError("InvalidTag", 400, message);
    }

    static AwsError invalidArgument(String message) {
        return new AwsError("InvalidArgument", 400, message);
    }

    static AwsError accessDenied(String message) {
        return new AwsError("AccessDenied", 403, message);
    }

    static AwsError badDigest(String algorithm) {
        return new AwsError(
                "BadDigest", 400, "The " + algorithm + " you specified did not match the calculated checksum.");
    }
}
