package dev.envctl.aws;

import dev.envctl.problem.Code;
import dev.envctl.provider.ProviderException;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.ApiCallAttemptTimeoutException;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;

/// The SDK's exceptions in envctl's words. Kinds may catch the ones they know what to do about; what is left passes
/// here.
public final class Refusals {

    private static final Set<String> EXPIRED =
            Set.of("ExpiredToken", "ExpiredTokenException", "RequestExpired", "TokenRefreshRequired");

    private static final Set<String> NOT_RECOGNISED = Set.of(
            "InvalidClientTokenId",
            "UnrecognizedClientException",
            "SignatureDoesNotMatch",
            "InvalidSignatureException",
            "AuthFailure",
            "InvalidAccessKeyId",
            "IncompleteSignature",
            "MissingAuthenticationToken",
            "MissingAuthenticationTokenException");

    private static final Set<String> DENIED = Set.of(
            "AccessDenied",
            "AccessDeniedException",
            "UnauthorizedOperation",
            "UnauthorizedException",
            "AuthorizationError",
            "NotAuthorized",
            "Forbidden",
            "AllAccessDisabled");

    /// Beside what the SDK knows: EKS throttling that EMR on EKS passes on.
    private static final Set<String> THROTTLED = Set.of(
            "EKSRequestThrottledException",
            "RequestThrottledException",
            "ThrottlingException",
            "Throttling",
            "ThrottledException",
            "RequestLimitExceeded",
            "SlowDown",
            "TooManyRequestsException");

    private static final Pattern NOT_AUTHORIZED = Pattern.compile(
            "(?:User: (\\S+) is )?not authorized to perform: ([A-Za-z0-9-]+:\\w+)(?: on resource: (\\S+))?");

    private static final Pattern ENCODED =
            Pattern.compile("\\s*Encoded authorization failure message:.*", Pattern.DOTALL);

    private Refusals() {}

    public static <T> T translated(Supplier<T> calls) {
        try {
            return calls.get();
        } catch (SdkException failure) {
            throw translate(failure);
        }
    }

    public static ProviderException translate(SdkException failure) {
        ProviderException translated =
                failure instanceof AwsServiceException answer ? answered(answer) : unanswered(failure);
        translated.initCause(failure);
        return translated;
    }

    private static ProviderException answered(AwsServiceException answer) {
        String call = FailedCall.of(answer).orElse("");
        String errorCode = errorCode(answer);
        String requestId = Optional.ofNullable(answer.requestId()).orElse("");
        Code code = codeOf(answer, errorCode);
        String message = switch (code) {
            case EXPIRED_TOKEN -> "The credentials have expired.";
            case NO_CREDENTIALS -> "AWS does not recognise the credentials.";
            case ACCESS_DENIED -> denial(answer, call);
            default -> message(answer);
        };
        var translated = new ProviderException(code, call, errorCode, requestId, message);
        return hint(code, message(answer), call).map(translated::withHint).orElse(translated);
    }

    static Code codeOf(AwsServiceException answer) {
        return codeOf(answer, errorCode(answer));
    }

    private static Code codeOf(AwsServiceException answer, String errorCode) {
        if (EXPIRED.contains(errorCode)) {
            return Code.EXPIRED_TOKEN;
        }
        if (NOT_RECOGNISED.contains(errorCode)) {
            return Code.NO_CREDENTIALS;
        }
        if (THROTTLED.contains(errorCode) || answer.isThrottlingException()) {
            return Code.THROTTLED;
        }
        if (DENIED.contains(errorCode) || answer.statusCode() == 403) {
            return Code.ACCESS_DENIED;
        }
        return answer.statusCode() / 100 == 4 ? Code.INVALID_REQUEST : Code.SERVICE_ERROR;
    }

    private static String denial(AwsServiceException answer, String call) {
        Matcher told = NOT_AUTHORIZED.matcher(message(answer));
        if (!told.find()) {
            return "Not allowed to perform %s: %s".formatted(ServiceNames.action(call), message(answer));
        }
        String caller = Optional.ofNullable(told.group(1)).orElse("The caller");
        String target =
                Optional.ofNullable(told.group(3)).map(arn -> " on " + arn).orElse("");
        return "%s is not allowed to perform %s%s.".formatted(caller, told.group(2), target);
    }

    private static Optional<String> hint(Code code, String message, String call) {
        return switch (code) {
            case EXPIRED_TOKEN -> Optional.of("Sign in again, then repeat the command.");
            case NO_CREDENTIALS -> Optional.of("Check which credentials are in use: aws sts get-caller-identity");
            case ACCESS_DENIED -> {
                Matcher told = NOT_AUTHORIZED.matcher(message);
                String action = told.find() ? told.group(2) : ServiceNames.action(call);
                yield Optional.of(
                        "Allow %s in the caller's IAM policies, or in the policy of the resource.".formatted(action));
            }
            case THROTTLED ->
                Optional.of("The calls were repeated and still refused. Wait a little, or lower --parallelism.");
            default -> Optional.empty();
        };
    }

    private static ProviderException unanswered(SdkException failure) {
        String call = FailedCall.of(failure).orElse("");
        String message = Optional.ofNullable(failure.getMessage()).orElse("");
        if (failure instanceof AbortedException) {
            return new ProviderException(Code.INTERRUPTED, call, "", "", "Stopped during a call.");
        }
        if (message.contains("has expired") || message.contains("is expired")) {
            return new ProviderException(Code.EXPIRED_TOKEN, call, "", "", "The credentials have expired.")
                    .withHint("Sign in again, then repeat the command.");
        }
        if (message.contains("load credentials")) {
            return new ProviderException(
                            Code.NO_CREDENTIALS, call, "", "", "There are no AWS credentials to sign the call with.")
                    .withHint("Sign in (aws sso login), set AWS_PROFILE, or set AWS_ACCESS_KEY_ID and"
                            + " AWS_SECRET_ACCESS_KEY.");
        }
        if (isNetwork(failure)) {
            return new ProviderException(Code.UNREACHABLE, call, "", "", network(failure))
                    .withHint("Check the network, the region's name and any proxy.");
        }
        return new ProviderException(
                failure instanceof SdkClientException ? Code.INVALID_REQUEST : Code.SERVICE_ERROR,
                call,
                "",
                "",
                message);
    }

    private static boolean isNetwork(SdkException failure) {
        return failure instanceof ApiCallTimeoutException
                || failure instanceof ApiCallAttemptTimeoutException
                || ioCause(failure).isPresent();
    }

    private static String network(SdkException failure) {
        String cause = ioCause(failure)
                .map(io -> io.getClass().getSimpleName()
                        + Optional.ofNullable(io.getMessage())
                                .map(text -> ": " + text)
                                .orElse(""))
                .orElse("the call took too long");
        return "The service did not answer (" + cause + ").";
    }

    private static Optional<IOException> ioCause(Throwable failure) {
        Throwable cause = failure.getCause();
        while (cause != null && !(cause instanceof IOException)) {
            cause = cause.getCause();
        }
        return Optional.ofNullable((IOException) cause);
    }

    /// The service's code, `""` where it gave none (a HEAD has no body).
    public static String errorCode(AwsServiceException answer) {
        return Optional.ofNullable(answer.awsErrorDetails())
                .map(AwsErrorDetails::errorCode)
                .orElse("");
    }

    /// Whether the service answered with one of these codes. EC2 spells some of its codes in two ways, so case is
    /// ignored.
    public static boolean is(AwsServiceException answer, String... codes) {
        String actual = errorCode(answer);
        for (String code : codes) {
            if (code.equalsIgnoreCase(actual)) {
                return true;
            }
        }
        return false;
    }

    /// What a read finds; empty when the service answers with one of these codes.
    public static <T> Optional<T> found(Supplier<T> read, String... absentCodes) {
        try {
            return Optional.of(read.get());
        } catch (AwsServiceException answer) {
            if (is(answer, absentCodes)) {
                return Optional.empty();
            }
            throw answer;
        }
    }

    /// A call whose wish is already fulfilled when the service answers with one of these codes.
    public static void unless(Runnable call, String... fulfilledCodes) {
        try {
            call.run();
        } catch (AwsServiceException answer) {
            if (!is(answer, fulfilledCodes)) {
                throw answer;
            }
        }
    }

    /// The service's own sentence, without the SDK's decoration around it and without the encoded blob that EC2
    /// appends.
    public static String message(AwsServiceException answer) {
        String text = Optional.ofNullable(answer.awsErrorDetails())
                .map(AwsErrorDetails::errorMessage)
                .filter(sentence -> !sentence.isBlank())
                .orElse("HTTP status " + answer.statusCode() + ".");
        return ENCODED.matcher(text).replaceFirst("");
    }
}
