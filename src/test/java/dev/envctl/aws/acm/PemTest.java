package dev.envctl.aws.acm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.envctl.problem.Code;
import dev.envctl.provider.ProviderException;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class PemTest {

    private static final String ONE = certificate("one.example.com");
    private static final String OTHER = certificate("other.example.com");

    @Test
    void comparesCertificatesAndNotTheirText() {
        String retyped = "Bag Attributes: none\r\n" + ONE.replace("\n", "\r\n") + "\r\n";

        assertThat(Pem.isSame(ONE, retyped, "test")).isTrue();
        assertThat(Pem.isSame(ONE, OTHER, "test")).isFalse();
    }

    @Test
    void comparesChainsInTheirOrder() {
        assertThat(Pem.isSame(ONE + OTHER, ONE + "\n" + OTHER, "test")).isTrue();
        assertThat(Pem.isSame(ONE + OTHER, OTHER + ONE, "test")).isFalse();
    }

    @Test
    void namesTheFieldThatHoldsNoCertificate() {
        assertThatThrownBy(() -> Pem.read("certificate.pem", "import.certificate"))
                .isInstanceOfSatisfying(
                        ProviderException.class,
                        thrown -> assertThat(thrown.code()).isEqualTo(Code.INVALID_REQUEST))
                .hasMessage("import.certificate holds no PEM certificate.");
    }

    @Test
    void readsTheDomainOfACertificate() {
        assertThat(Pem.commonName(Pem.read(ONE, "test").getFirst())).contains("one.example.com");
    }

    static String certificate(String commonName) {
        return new SelfSigned(commonName, List.of(), "EC_prime256v1", 30, Optional.empty(), SelfSigned.VALID)
                .make(Instant.parse("2026-11-21T00:00:00Z"), new SecureRandom())
                .certificatePem();
    }
}
