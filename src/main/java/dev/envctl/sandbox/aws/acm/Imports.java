package dev.envctl.sandbox.aws.acm;

import dev.envctl.sandbox.aws.Call;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.acm.model.ImportCertificateRequest;
import software.amazon.awssdk.services.acm.model.ImportCertificateResponse;

/// Importing a certificate, and importing it again under the same ARN.
final class Imports {

    private Imports() {}

    static ImportCertificateResponse importCertificate(ImportCertificateRequest request, Call call) {
        var certificate = Pem.certificate(text(request.certificate(), "certificate", 32_768));
        var privateKey = Pem.privateKey(text(request.privateKey(), "privateKey", 5_120));
        var chain = Optional.ofNullable(request.certificateChain()).map(SdkBytes::asUtf8String);
        if (!Pem.belongTogether(privateKey, certificate.getPublicKey())) {
            throw Pem.invalid("The private key does not match the public key in the certificate.");
        }
        chain.ifPresent(pem -> checkChain(certificate, Pem.certificates(pem, "certificate chain")));
        checkDates(certificate, call);
        var row = request.certificateArn() == null
                ? first(request, certificate, call)
                : again(request, certificate, call);
        var content = Pem.content(certificate, chain, call.now());
        new AcmStore(call.world()).certificates().put(row.arn(), row.withContent(content));
        return ImportCertificateResponse.builder().certificateArn(row.arn()).build();
    }

    private static String text(@Nullable SdkBytes bytes, String field, int maximum) {
        if (bytes == null || bytes.asByteArray().length == 0 || bytes.asByteArray().length > maximum) {
            throw Pem.invalid("Member '%s' must have a length between 1 and %d".formatted(field, maximum));
        }
        return bytes.asUtf8String();
    }

    private static void checkChain(X509Certificate certificate, List<X509Certificate> chain) {
        if (!Pem.isSignedBy(certificate, chain.getFirst())) {
            throw Pem.invalid("Could not validate the certificate with the certificate chain.");
        }
    }

    private static void checkDates(X509Certificate certificate, Call call) {
        if (call.now().isAfter(certificate.getNotAfter().toInstant())) {
            throw Pem.invalid("The certificate has expired.");
        }
        if (call.now().isBefore(certificate.getNotBefore().toInstant())) {
            throw Pem.invalid("The certificate is not valid yet.");
        }
    }

    private static CertificateRow first(ImportCertificateRequest request, X509Certificate certificate, Call call) {
        return new CertificateRow(
                new AcmStore(call.world()).newArn(call.region()),
                Pem.domainName(certificate),
                Pem.names(certificate),
                Pem.keyAlgorithm(certificate),
                call.now(),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                AcmService.checkedTags(request.tags()));
    }

    private static CertificateRow again(ImportCertificateRequest request, X509Certificate certificate, Call call) {
        var row = AcmService.find(call, request.certificateArn());
        if (!request.tags().isEmpty()) {
            throw Pem.invalid("Tagging is not permitted on re-import.");
        }
        if (!row.imported()) {
            throw Pem.invalid("Only imported certificates can be imported again: " + row.arn());
        }
        if (!row.keyAlgorithm().equals(Pem.keyAlgorithm(certificate))) {
            throw Pem.invalid("The key type of a re-imported certificate must stay %s, not become %s."
                    .formatted(row.keyAlgorithm(), Pem.keyAlgorithm(certificate)));
        }
        return row.withNames(Pem.domainName(certificate), Pem.names(certificate));
    }
}
