package dev.envctl.aws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.envctl.problem.Code;
import dev.envctl.provider.ProviderException;
import java.net.ConnectException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkClientException;

class RefusalsTest {

    @ParameterizedTest
    @CsvSource({
        "400, ExpiredToken, EXPIRED_TOKEN",
        "403, ExpiredTokenException, EXPIRED_TOKEN",
        "403, InvalidClientTokenId, NO_CREDENTIALS",
        "400, UnrecognizedClientException, NO_CREDENTIALS",
        "401, AuthFailure, NO_CREDENTIALS",
        "403, AccessDenied, ACCESS_DENIED",
        "400, AccessDeniedException, ACCESS_DENIED",
        "403, UnauthorizedOperation, ACCESS_DENIED",
        "403, '', ACCESS_DENIED",
        "400, RequestThrottledException, THROTTLED",
        "429, EKSRequestThrottledException, THROTTLED",
        "400, ThrottlingException, THROTTLED",
        "400, Throttling, THROTTLED",
        "503, RequestLimitExceeded, THROTTLED",
        "503, SlowDown, THROTTLED",
        "400, ThrottledException, THROTTLED",
        "400, ValidationException, INVALID_REQUEST",
        "409, DeleteConflict, INVALID_REQUEST",
        "500, InternalServerException, SERVICE_ERROR",
        "503, ServiceUnavailable, SERVICE_ERROR"
    })
    void serviceErrorsBecomeProblems(int status, String errorCode, Code expected) {
        assertThat(Refusals.translate(answer(status, errorCode, "Because.")).code())
                .isEqualTo(expected);
    }

    @Test
    void denialNamesCallerActionAndResource() {
        ProviderException denied = Refusals.translate(answer(
                403,
                "AccessDenied",
                "User: arn:aws:sts::111122223333:assumed-role/dev/ann is not authorized to perform: iam:CreateRole on"
                        + " resource: arn:aws:iam::111122223333:role/job because no identity-based policy allows it"));

        assertThat(denied)
                .hasMessage("arn:aws:sts::111122223333:assumed-role/dev/ann is not allowed to perform iam:CreateRole on"
                        + " arn:aws:iam::111122223333:role/job.");
        assertThat(denied.problem().hint().orElseThrow()).contains("Allow iam:CreateRole");
    }

    @Test
    void denialWithoutWordsNamesTheActionOfTheCall() {
        AwsServiceException refusal = answer(403, "AccessDenied", "Access Denied");
        refusal.addSuppressed(new FailedCall("s3:GetBucketEncryption"));

        ProviderException denied = Refusals.translate(refusal);

        assertThat(denied).hasMessage("Not allowed to perform s3:GetEncryptionConfiguration: Access Denied");
        assertThat(denied.operation()).isEqualTo("s3:GetBucketEncryption");
    }

    @Test
    void encodedPartOfADenialIsLeftOut() {
        ProviderException denied = Refusals.translate(answer(
                403,
                "UnauthorizedOperation",
                "You are not allowed to do this. Encoded authorization failure message: kjHGd87-blob"));

        assertThat(denied.getMessage()).doesNotContain("blob");
    }

    @Test
    void problemCarriesCallCodeAndRequestId() {
        AwsServiceException refusal = answer(400, "InvalidRequestException", "Studio does not exist.");
        refusal.addSuppressed(new FailedCall("elasticmapreduce:DescribeStudio"));

        assertThat(Refusals.translate(refusal).problem().detail())
                .isEqualTo("elasticmapreduce:DescribeStudio: InvalidRequestException: Studio does not exist."
                        + " (request id 42)");
    }

    @Test
    void silenceIsUnreachable() {
        SdkClientException silence = SdkClientException.create(
                "Unable to execute HTTP request: Connection refused", new ConnectException("Connection refused"));

        ProviderException translated = Refusals.translate(silence);

        assertThat(translated.code()).isEqualTo(Code.UNREACHABLE);
        assertThat(translated).hasMessageContaining("Connection refused");
    }

    @Test
    void missingCredentialsAreNotAnInvalidRequest() {
        var missing = SdkClientException.create("Unable to load credentials from any of the providers in the chain");

        assertThat(Refusals.translate(missing).code()).isEqualTo(Code.NO_CREDENTIALS);
    }

    private static AwsServiceException answer(int status, String errorCode, String message) {
        return AwsServiceException.builder()
                .statusCode(status)
                .requestId("42")
                .message(message + " (Service: Any, Status Code: " + status + ")")
                .awsErrorDetails(AwsErrorDetails.builder()
                        .errorCode(errorCode)
                        .errorMessage(message)
                        .build())
                .build();
    }
}
