package dev.envctl.sandbox.aws.acm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.envctl.testing.AccountSandbox;
import dev.envctl.testing.Refusal;
import dev.envctl.testing.TestCertificate;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.acm.AcmClient;
import software.amazon.awssdk.services.acm.model.CertificateDetail;
import software.amazon.awssdk.services.acm.model.CertificateStatus;
import software.amazon.awssdk.services.acm.model.CertificateType;
import software.amazon.awssdk.services.acm.model.KeyAlgorithm;
import software.amazon.awssdk.services.acm.model.Tag;
import software.amazon.awssdk.services.acm.model.ValidationMethod;

class AcmServiceTest {

    private static final Tag TAG = Tag.builder().key("owner").value("envctl").build();

    private final AccountSandbox account = new AccountSandbox();
    private final AcmClient acm = account.acm();

    @AfterEach
    void close() {
        account.close();
    }

    private String importOf(TestCertificate certificate) {
        return acm.importCertificate(request -> request.certificate(SdkBytes.fromUtf8String(certificate.certificate()))
                        .privateKey(SdkBytes.fromUtf8String(certificate.privateKey()))
                        .tags(TAG))
                .certificateArn();
    }

    private String importAgain(String arn, TestCertificate certificate) {
        return acm.importCertificate(request -> request.certificateArn(arn)
                        .certificate(SdkBytes.fromUtf8String(certificate.certificate()))
                        .privateKey(SdkBytes.fromUtf8String(certificate.privateKey())))
                .certificateArn();
    }

    private TestCertificate rsa(String domainName) {
        return TestCertificate.rsa(domainName, account.clock().instant());
    }

    private CertificateDetail detail(String arn) {
        return acm.describeCertificate(request -> request.certificateArn(arn)).certificate();
    }

    @Test
    void readsWhatIsInAnImportedCertificate() {
        var arn = importOf(rsa("studio.example.com"));

        assertThat(detail(arn)).satisfies(detail -> {
            assertThat(detail.type()).isEqualTo(CertificateType.IMPORTED);
            assertThat(detail.status()).isEqualTo(CertificateStatus.ISSUED);
            assertThat(detail.domainName()).isEqualTo("studio.example.com");
            assertThat(detail.subjectAlternativeNames())
                    .containsExactlyInAnyOrder("studio.example.com", "www.studio.example.com");
            assertThat(detail.keyAlgorithmAsString()).isEqualTo("RSA-2048");
            assertThat(detail.serial()).isEqualTo("12:67");
            assertThat(detail.notAfter()).isEqualTo(account.clock().instant().plus(Duration.ofDays(90)));
        });
        assertThat(acm.listTagsForCertificate(request -> request.certificateArn(arn))
                        .tags())
                .containsExactly(TAG);
    }

    @Test
    void givesBackTheBodyButNeverTheKey() {
        var certificate = rsa("studio.example.com");

        var body = acm.getCertificate(request -> request.certificateArn(importOf(certificate)));

        assertThat(body.certificate().replaceAll("\\s", ""))
                .isEqualTo(certificate.certificate().replaceAll("\\s", ""));
    }

    @Test
    void makesASecondCertificateOfASecondImport() {
        var certificate = rsa("studio.example.com");

        assertThat(importOf(certificate)).isNotEqualTo(importOf(certificate));
    }

    @Test
    void refusesAKeyOfAnotherCertificateAndTextThatIsNone() {
        var certificate = rsa("studio.example.com");
        var other = rsa("studio.example.com");

        assertThat(Refusal.code(() -> importOf(new TestCertificate(certificate.certificate(), other.privateKey()))))
                .isEqualTo("ValidationException");
        assertThat(Refusal.code(() -> importOf(new TestCertificate("nonsense", certificate.privateKey()))))
                .isEqualTo("ValidationException");
    }

    @Test
    void refusesAnExpiredCertificate() {
        var certificate = rsa("studio.example.com");
        account.pass(Duration.ofDays(91));

        assertThat(Refusal.of(() -> importOf(certificate)).message()).contains("expired");
    }

    @Test
    void keepsArnAndTagsOnReimport() {
        var arn = importOf(rsa("studio.example.com"));
        account.pass(Duration.ofDays(60));

        assertThat(importAgain(arn, rsa("studio.example.com"))).isEqualTo(arn);

        assertThat(detail(arn).notBefore()).isEqualTo(account.clock().instant());
        assertThat(acm.listTagsForCertificate(request -> request.certificateArn(arn))
                        .tags())
                .containsExactly(TAG);
    }

    @Test
    void refusesTagsAndAnotherKeyTypeOnReimport() {
        var arn = importOf(rsa("studio.example.com"));
        var certificate = rsa("studio.example.com");
        var curve = TestCertificate.ellipticCurve(
                "studio.example.com", account.clock().instant());

        assertThat(Refusal.of(() -> acm.importCertificate(request -> request.certificateArn(arn)
                        .certificate(SdkBytes.fromUtf8String(certificate.certificate()))
                        .privateKey(SdkBytes.fromUtf8String(certificate.privateKey()))
                        .tags(TAG))))
                .satisfies(refusal -> {
                    assertThat(refusal.code()).isEqualTo("ValidationException");
                    assertThat(refusal.message()).contains("Tagging is not permitted on re-import");
                });
        assertThat(Refusal.code(() -> importAgain(arn, curve))).isEqualTo("ValidationException");
    }

    @Test
    void hidesOtherThanSmallRsaCertificatesUnlessAsked() {
        var curve = importOf(TestCertificate.ellipticCurve(
                "studio.example.com", account.clock().instant()));
        var rsa = importOf(rsa("studio.example.com"));

        assertThat(acm.listCertificates().certificateSummaryList())
                .extracting(summary -> summary.certificateArn())
                .containsExactly(rsa);
        assertThat(acm.listCertificates(request -> request.includes(
                                includes -> includes.keyTypes(KeyAlgorithm.RSA_2048, KeyAlgorithm.EC_PRIME256_V1)))
                        .certificateSummaryList())
                .extracting(summary -> summary.certificateArn())
                .containsExactly(curve, rsa);
    }

    @Test
    void issuesARequestedCertificateAfterItsValidation() {
        var arn = acm.requestCertificate(request -> request.domainName("studio.example.com")
                        .validationMethod(ValidationMethod.DNS)
                        .idempotencyToken("once"))
                .certificateArn();

        assertThat(detail(arn).status()).isEqualTo(CertificateStatus.PENDING_VALIDATION);
        assertThat(detail(arn)
                        .domainValidationOptions()
                        .getFirst()
                        .resourceRecord()
                        .name())
                .endsWith(".studio.example.com.");
        assertThat(Refusal.code(() -> acm.getCertificate(request -> request.certificateArn(arn))))
                .isEqualTo("RequestInProgressException");

        account.pass(Duration.ofMinutes(2));

        assertThat(detail(arn).status()).isEqualTo(CertificateStatus.ISSUED);
        assertThat(acm.getCertificate(request -> request.certificateArn(arn)).certificate())
                .contains("BEGIN CERTIFICATE");
    }

    @Test
    void remembersAnIdempotencyTokenForAnHour() {
        var first = request("once");

        assertThat(request("once")).isEqualTo(first);
        assertThat(request("twice")).isNotEqualTo(first);
        account.pass(Duration.ofHours(1));
        assertThat(request("once")).isNotEqualTo(first);
    }

    private String request(String token) {
        return acm.requestCertificate(
                        request -> request.domainName("studio.example.com").idempotencyToken(token))
                .certificateArn();
    }

    @Test
    void addsAndRemovesTags() {
        var arn = importOf(rsa("studio.example.com"));
        var stage = Tag.builder().key("stage").value("test").build();

        acm.addTagsToCertificate(request -> request.certificateArn(arn).tags(stage));
        acm.removeTagsFromCertificate(request -> request.certificateArn(arn)
                .tags(
                        Tag.builder().key("owner").build(),
                        Tag.builder().key("stage").value("other").build()));

        assertThat(acm.listTagsForCertificate(request -> request.certificateArn(arn))
                        .tags())
                .containsExactly(stage);
        assertThat(Refusal.code(() -> acm.addTagsToCertificate(request -> request.certificateArn(arn)
                        .tags(Tag.builder().key("aws:x").value("y").build()))))
                .isEqualTo("InvalidTagException");
    }

    @Test
    void knowsADeletedCertificateNoMore() {
        var arn = importOf(rsa("studio.example.com"));

        acm.deleteCertificate(request -> request.certificateArn(arn));

        assertThat(Refusal.code(() -> detail(arn))).isEqualTo("ResourceNotFoundException");
        assertThat(Refusal.code(() -> detail("studio"))).isEqualTo("InvalidArnException");
    }
}
