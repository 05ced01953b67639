package dev.envctl.aws.acm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class SelfSignedTest {

    private static final Instant NOW = Instant.parse("2026-11-21T00:00:00Z");

    @ParameterizedTest
    @CsvSource({
        "31, 30, 365, valid",
        "30, 30, 365, expiring",
        "1, 30, 365, expiring",
        "0, 30, 365, expired",
        "-5, 30, 365, expired",
        "8, 90, 14, valid",
        "7, 90, 14, expiring",
    })
    void isDueWhenItsWindowBegins(int daysLeft, int renewBeforeDays, int validityDays, String expected) {
        Instant notAfter = NOW.plus(Duration.ofDays(daysLeft));

        assertThat(SelfSigned.validity(notAfter, Optional.of(renewBeforeDays), validityDays, NOW))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 30, 365, 3650})
    void isNeverDueRightAfterItWasMade(int validityDays) {
        var made = selfSigned("EC_prime256v1", validityDays)
                .make(NOW, new SecureRandom())
                .certificate();

        assertThat(SelfSigned.validity(made.getNotAfter().toInstant(), Optional.of(1825), validityDays, NOW))
                .isEqualTo(SelfSigned.VALID);
    }

    @ParameterizedTest
    @CsvSource({"RSA_2048, RSA, SHA256withRSA", "EC_prime256v1, EC, SHA256withECDSA"})
    void makesAKeyAndACertificateThatBelongTogether(String keyAlgorithm, String family, String signatureAlgorithm)
            throws GeneralSecurityException {
        var made = selfSigned(keyAlgorithm, 365).make(NOW, new SecureRandom());
        X509Certificate certificate = Pem.read(made.certificatePem(), "test").getFirst();

        assertThat(certificate.getPublicKey().getAlgorithm()).isEqualTo(family);
        assertThatCode(() -> certificate.verify(certificate.getPublicKey())).doesNotThrowAnyException();
        assertThat(verifies(
                        certificate,
                        sign(privateKey(made.privateKeyPem(), family), signatureAlgorithm),
                        signatureAlgorithm))
                .isTrue();
    }

    @Test
    void isGoodForItsNamesAndAsLongAsAsked() throws GeneralSecurityException {
        X509Certificate certificate =
                selfSigned("EC_prime256v1", 90).make(NOW, new SecureRandom()).certificate();

        assertThat(Pem.commonName(certificate)).contains("*.spark.example.com");
        assertThat(certificate.getSubjectAlternativeNames())
                .extracting(name -> String.valueOf(name.get(1)))
                .containsExactly("*.spark.example.com", "spark.example.com");
        assertThat(Duration.between(
                        certificate.getNotBefore().toInstant(),
                        certificate.getNotAfter().toInstant()))
                .isEqualTo(Duration.ofDays(90));
        assertThat(certificate.getNotBefore().toInstant()).isBefore(NOW);
    }

    @Test
    void showsItsKeyNowhere() {
        var made = selfSigned("EC_prime256v1", 90).make(NOW, new SecureRandom());

        assertThat(made.toString())
                .doesNotContain("PRIVATE")
                .doesNotContain(made.privateKeyPem().substring(30, 60));
    }

    private static SelfSigned selfSigned(String keyAlgorithm, int validityDays) {
        return new SelfSigned(
                "*.spark.example.com",
                List.of("spark.example.com"),
                keyAlgorithm,
                validityDays,
                Optional.of(30),
                SelfSigned.VALID);
    }

    private static PrivateKey privateKey(String pem, String family) throws GeneralSecurityException {
        String body = pem.replaceAll("-----[A-Z ]+-----", "").replaceAll("\\s", "");
        return KeyFactory.getInstance(family)
                .generatePrivate(new PKCS8EncodedKeySpec(Base64.getDecoder().decode(body)));
    }

    private static byte[] sign(PrivateKey key, String algorithm) throws GeneralSecurityException {
        Signature signature = Signature.getInstance(algorithm);
        signature.initSign(key);
        signature.update("proof".getBytes(StandardCharsets.UTF_8));
        return signature.sign();
    }

    private static boolean verifies(X509Certificate certificate, byte[] signed, String algorithm)
            throws GeneralSecurityException {
        Signature signature = Signature.getInstance(algorithm);
        signature.initVerify(certificate);
        signature.update("proof".getBytes(StandardCharsets.UTF_8));
        return signature.verify(signed);
    }
}
