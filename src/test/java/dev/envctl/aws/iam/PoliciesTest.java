package dev.envctl.aws.iam;

import static dev.envctl.value.Value.map;
import static org.assertj.core.api.Assertions.assertThat;

import dev.envctl.value.Value;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

class PoliciesTest {

    @Test
    void decodesWhatIamEncodes() {
        assertThat(Policies.decode("%7B%22Resource%22%3A%22arn%3Aaws%3As3%3A%3A%3Aa%2Bb%2Fc%20d%22%7D"))
                .isEqualTo(map("Resource", Value.of("arn:aws:s3:::a+b/c d")));
    }

    @Test
    void leavesPlainJsonAlone() {
        assertThat(Policies.decode("{\"Sid\": \"100%25+1\"}")).isEqualTo(map("Sid", Value.of("100%25+1")));
    }

    @Test
    void keepsTextThatIsNoJson() {
        assertThat(Policies.decode("%7Bbroken")).isEqualTo(Value.of("{broken"));
    }

    @Test
    void knowsAPrincipalThatIsShownByItsUniqueId() {
        assertThat(Policies.hasUnresolvedPrincipal(map("Principal", map("AWS", Value.of("AROAEXAMPLEEXAMPLE123")))))
                .isTrue();
        assertThat(Policies.hasUnresolvedPrincipal(
                        map("Principal", map("AWS", Value.of("arn:aws:iam::111122223333:role/AROAD")))))
                .isFalse();
    }

    @Test
    void waitsForNewPrincipalsButNotForBrokenDocuments() {
        assertThat(Policies.isNotYetKnown(refusal("Invalid principal in policy: \"AWS\":\"arn:aws:iam::1:role/x\"")))
                .isTrue();
        assertThat(Policies.isNotYetKnown(refusal("Syntax errors in policy."))).isFalse();
    }

    private static AwsServiceException refusal(String message) {
        return AwsServiceException.builder()
                .awsErrorDetails(AwsErrorDetails.builder()
                        .errorCode("MalformedPolicyDocument")
                        .errorMessage(message)
                        .build())
                .build();
    }
}
