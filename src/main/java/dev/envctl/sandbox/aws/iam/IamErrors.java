package dev.envctl.sandbox.aws.iam;

import dev.envctl.sandbox.aws.AwsError;

/// IAM's refusals.
final class IamErrors {

    private IamErrors() {}

    static AwsError noRole(String name) {
        return noSuchEntity("The role with name " + name + " cannot be found.");
    }

    static AwsError noPolicy(String arn) {
        return noSuchEntity("Policy " + arn + " does not exist or is not attachable.");
    }

    static AwsError noProvider(String arn) {
        return noSuchEntity("OpenIDConnect Provider not found for arn " + arn);
    }

    static AwsError noSuchEntity(String message) {
        return new AwsError("NoSuchEntity", 404, message);
    }

    static AwsError alreadyExists(String message) {
        return new AwsError("EntityAlreadyExists", 409, message);
    }

    static AwsError deleteConflict(String message) {
        return new AwsError("DeleteConflict", 409, message);
    }

    static AwsError limitExceeded(String message) {
        return new AwsError("LimitExceeded", 409, message);
    }

    static AwsError malformedPolicy(String message) {
        return new AwsError("MalformedPolicyDocument", 400, message);
    }

    static AwsError invalidInput(String message) {
        return new AwsError("InvalidInput", 400, message);
    }

    static AwsError invalid(String message) {
        return new AwsError("ValidationError", 400, message);
    }

    static AwsError unmodifiable(String roleName) {
        return new AwsError(
                "UnmodifiableEntity",
                400,
                "Cannot perform the operation on the protected role '%s' - this role is only modifiable by AWS"
                        .formatted(roleName));
    }
}
