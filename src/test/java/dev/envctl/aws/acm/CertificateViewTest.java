package dev.envctl.aws.acm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.envctl.value.Value;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.acm.model.CertificateDetail;
import software.amazon.awssdk.services.acm.model.CertificateType;
import software.amazon.awssdk.services.acm.model.DomainValidation;
import software.amazon.awssdk.services.acm.model.GetCertificateResponse;
import software.amazon.awssdk.services.acm.model.KeyAlgorithm;
import software.amazon.awssdk.services.acm.model.ValidationMethod;

final class CertificateViewTest {

    private static final Instant MADE = Instant.parse("2026-01-01T00:00:00Z");
    private static final String PEM = PemTest.certificate("one.example.com");
    private static final String OTHER_PEM = PemTest.certificate("one.example.com");

    @Test
    void repeatsTheDocumentsSpellingOfTheSameCertificate() {
        Value.MapValue desired = Value.map(
                "import",
                Value.map(
                        "certificate", Value.of(PEM.replace("\n", "\r\n")),
                        "privateKey", Value.Secret.of("env:KEY")));

        var spec = view(imported(), desired, MADE).spec(() -> body(PEM));

        assertThat(spec.imported().orElseThrow().certificate()).isEqualTo(PEM.replace("\n", "\r\n"));
        assertThat(spec.imported().orElseThrow().privateKey()).contains(Value.Secret.of("env:KEY"));
    }

    @Test
    void describesAnotherCertificateInWords() {
        Value.MapValue desired =
                Value.map("import", Value.map("certificate", Value.of(PEM), "privateKey", Value.Secret.of("env:KEY")));

        var spec = view(imported(), desired, MADE).spec(() -> body(OTHER_PEM));

        assertThat(spec.imported().orElseThrow().certificate())
                .isEqualTo("serial 0a:0b of one.example.com, valid until 2027-01-01T00:00:00Z");
    }

    @Test
    void readsAnImportedCertificateAsSelfSignedWhenItsDocumentDoes() {
        var selfSigned = selfSignedAt(MADE.plus(Duration.ofDays(10)));

        assertThat(selfSigned)
                .isEqualTo(new SelfSigned(
                        "one.example.com", List.of(), "RSA_2048", 365, Optional.of(30), SelfSigned.VALID));
    }

    @Test
    void showsThatARenewalIsDue() {
        assertThat(selfSignedAt(MADE.plus(Duration.ofDays(336))).validity()).isEqualTo(SelfSigned.EXPIRING);
        assertThat(selfSignedAt(MADE.plus(Duration.ofDays(366))).validity()).isEqualTo(SelfSigned.EXPIRED);
    }

    @Test
    void knowsItsOwnWithoutADocument() {
        CertificateDetail live =
                imported().toBuilder().subject("O=envctl,CN=one.example.com").build();

        assertThat(view(live, Value.MapValue.EMPTY, MADE).spec(() -> body(PEM)).selfSigned())
                .isPresent();
        assertThat(view(imported(), Value.MapValue.EMPTY, MADE)
                        .spec(() -> body(PEM))
                        .imported())
                .isPresent();
    }

    @Test
    void doesNotCountTheDomainAmongTheAlternatives() {
        CertificateDetail live = imported().toBuilder()
                .type(CertificateType.AMAZON_ISSUED)
                .subjectAlternativeNames("one.example.com", "two.example.com")
                .domainValidationOptions(List.of(DomainValidation.builder()
                        .validationMethod(ValidationMethod.DNS)
                        .build()))
                .build();

        var request =
                view(live, Value.MapValue.EMPTY, MADE).spec(() -> body(PEM)).request();

        assertThat(request)
                .contains(new Certificate.Request("one.example.com", List.of("two.example.com"), "DNS", "RSA_2048"));
    }

    @Test
    void keepsTheLedgerOutOfTheTags() {
        var view = new CertificateView(
                imported(),
                Map.of("team", "data", "envctl.dev/environment", "dev.us-east-1"),
                Value.MapValue.EMPTY,
                MADE);

        assertThat(view.spec(() -> body(PEM)).tags()).isEqualTo(Map.of("team", "data"));
    }

    private static SelfSigned selfSignedAt(Instant now) {
        Value.MapValue desired = Value.map(
                "selfSigned",
                Value.map(
                        "commonName", Value.of("one.example.com"),
                        "keyAlgorithm", Value.of("RSA_2048"),
                        "validityDays", Value.of(365),
                        "renewBeforeDays", Value.of(30),
                        "validity", Value.of("valid")));
        return view(imported(), desired, now).spec(() -> body(PEM)).selfSigned().orElseThrow();
    }

    private static CertificateView view(CertificateDetail live, Value.MapValue desired, Instant now) {
        return new CertificateView(live, Map.of(), desired, now);
    }

    private static CertificateDetail imported() {
        return CertificateDetail.builder()
                .type(CertificateType.IMPORTED)
                .domainName("one.example.com")
                .subjectAlternativeNames("one.example.com")
                .serial("0a:0b")
                .keyAlgorithm(KeyAlgorithm.RSA_2048)
                .notBefore(MADE)
                .notAfter(MADE.plus(Duration.ofDays(365)))
                .build();
    }

    private static GetCertificateResponse body(String pem) {
        return GetCertificateResponse.builder().certificate(pem).build();
    }
}
