package dev.envctl.sandbox.aws;

import java.util.List;

/// The errors that come before a service's own logic: each service has its own codes for the same refusals.
record Conventions(String signingName, Protocol protocol) {

    static Conventions of(EmulatedService service) {
        return new Conventions(service.signingName(), service.protocol());
    }

    AwsError missingToken() {
        return switch (protocol) {
            case QUERY, EC2_QUERY ->
                new AwsError("MissingAuthenticationToken", 403, "Request is missing Authentication Token");
            case JSON_1_1 ->
                new AwsError("MissingAuthenticationTokenException", 400, "Request is missing Authentication Token");
            case REST_JSON -> new AwsError("MissingAuthenticationTokenException", 403, "Missing Authentication Token");
            case REST_XML -> new AwsError("AccessDenied", 403, "Access Denied");
        };
    }

    AwsError expiredToken() {
        String message = "The security token included in the request is expired";
        return switch (protocol) {
            case QUERY -> new AwsError("ExpiredToken", 403, message);
            case EC2_QUERY -> new AwsError("RequestExpired", 400, "Request has expired.");
            case JSON_1_1 -> new AwsError("ExpiredTokenException", 400, message);
            case REST_JSON -> new AwsError("ExpiredTokenException", 403, message);
            case REST_XML -> new AwsError("ExpiredToken", 400, "The provided token has expired.");
        };
    }

    AwsError invalidKey() {
        String message = "The security token included in the request is invalid.";
        return switch (protocol) {
            case QUERY -> new AwsError("InvalidClientTokenId", 403, message);
            case EC2_QUERY ->
                new AwsError("AuthFailure", 401, "AWS was not able to validate the provided access credentials");
            case JSON_1_1 -> new AwsError("UnrecognizedClientException", 400, message);
            case REST_JSON -> new AwsError("UnrecognizedClientException", 403, message);
            case REST_XML ->
                new AwsError(
                        "InvalidAccessKeyId", 403, "The AWS Access Key Id you provided does not exist in our records.");
        };
    }

    AwsError denied(String principal, String operation) {
        String message = "User: %s is not authorized to perform: %s:%s".formatted(principal, iamPrefix(), operation);
        return switch (protocol) {
            case QUERY -> new AwsError("AccessDenied", 403, message);
            case EC2_QUERY ->
                new AwsError(
                        "UnauthorizedOperation", 403, "You are not authorized to perform this operation. " + message);
            case JSON_1_1 -> new AwsError("AccessDeniedException", 400, message);
            case REST_JSON -> new AwsError("AccessDeniedException", 403, message);
            case REST_XML -> new AwsError("AccessDenied", 403, message);
        };
    }

    /// The tagging API is the one service whose actions are not named after its signing name.
    private String iamPrefix() {
        return signingName.equals("tagging") ? "tag" : signingName;
    }

    AwsError throttled() {
        return switch (signingName) {
            case "emr-containers" -> new AwsError("RequestThrottledException", 400, "Rate exceeded");
            case "eks" -> new AwsError("ThrottlingException", 429, "Rate exceeded");
            case "ec2" -> new AwsError("RequestLimitExceeded", 503, "Request limit exceeded.");
            case "s3" -> new AwsError("SlowDown", 503, "Please reduce your request rate.");
            case "tagging" -> new AwsError("ThrottledException", 400, "Rate exceeded");
            case "iam", "sts", "elasticloadbalancing" -> new AwsError("Throttling", 400, "Rate exceeded");
            default -> new AwsError("ThrottlingException", 400, "Rate exceeded");
        };
    }

    AwsError broken(int status) {
        return switch (protocol) {
            case REST_XML ->
                new AwsError("InternalError", status, "We encountered an internal error. Please try again.");
            case EC2_QUERY -> new AwsError("InternalError", status, "An internal error has occurred");
            case QUERY, JSON_1_1, REST_JSON ->
                new AwsError(
                        "InternalFailure", status, "The request processing has failed because of an unknown error.");
        };
    }

    AwsError missing(List<String> fields) {
        return switch (protocol) {
            case EC2_QUERY ->
                new AwsError(
                        "MissingParameter",
                        400,
                        "The request must contain the parameter " + capital(fields.getFirst()));
            case REST_XML ->
                new AwsError(
                        "MalformedXML",
                        400,
                        "The XML you provided was not well-formed or did not validate against our published schema");
            case QUERY -> new AwsError("ValidationError", 400, nullMembers(fields));
            case JSON_1_1, REST_JSON -> new AwsError(validationCode(), 400, nullMembers(fields));
        };
    }

    private String validationCode() {
        return switch (signingName) {
            case "eks", "tagging" -> "InvalidParameterException";
            default -> "ValidationException";
        };
    }

    private static String nullMembers(List<String> fields) {
        List<String> complaints = fields.stream()
                .map("Value null at '%s' failed to satisfy constraint: Member must not be null"::formatted)
                .toList();
        return "%d validation error%s detected: %s"
                .formatted(fields.size(), fields.size() == 1 ? "" : "s", String.join("; ", complaints));
    }

    private static String capital(String name) {
        return Character.toUpperCase(name.charAt(0)) + name.substring(1);
    }
}
