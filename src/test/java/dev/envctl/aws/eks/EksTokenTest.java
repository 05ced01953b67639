package dev.envctl.aws.eks;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;
import software.amazon.awssdk.identity.spi.AwsSessionCredentialsIdentity;

final class EksTokenTest {

    private static final EksToken TOKEN = new EksToken(
            URI.create("https://sts.eu-west-1.amazonaws.com"),
            "eu-west-1",
            Clock.fixed(Instant.parse("2026-11-21T01:02:03Z"), ZoneOffset.UTC));

    private static final AwsCredentialsIdentity KEYS = AwsCredentialsIdentity.create("AKIDEXAMPLE", "SECRET");

    @Test
    void isAPresignedRequestInTheFormThatEksTakes() {
        assertThat(TOKEN.make("data-platform", KEYS)).matches("k8s-aws-v1\\.[A-Za-z0-9_-]+");

        assertThat(url("data-platform", KEYS))
                .startsWith("https://sts.eu-west-1.amazonaws.com/?Action=GetCallerIdentity&Version=2011-06-15&")
                .contains("X-Amz-Algorithm=AWS4-HMAC-SHA256")
                .contains("X-Amz-Credential=AKIDEXAMPLE%2F20261121%2Feu-west-1%2Fsts%2Faws4_request")
                .contains("X-Amz-Date=20261121T010203Z")
                .contains("X-Amz-Expires=60")
                .contains("X-Amz-SignedHeaders=host%3Bx-k8s-aws-id")
                .containsPattern("X-Amz-Signature=[0-9a-f]{64}")
                .doesNotContain("SECRET");
    }

    @Test
    void opensNoOtherCluster() {
        assertThat(url("data-platform", KEYS)).isNotEqualTo(url("other", KEYS));
    }

    @Test
    void carriesTheSessionOfTemporaryCredentials() {
        var temporary = AwsSessionCredentialsIdentity.create("ASIAEXAMPLE", "SECRET", "SESSION");

        assertThat(url("data-platform", temporary)).contains("X-Amz-Security-Token=SESSION");
    }

    private static String url(String cluster, AwsCredentialsIdentity credentials) {
        String token = TOKEN.make(cluster, credentials);
        return new String(
                Base64.getUrlDecoder().decode(token.substring(EksToken.PREFIX.length())), StandardCharsets.UTF_8);
    }
}
