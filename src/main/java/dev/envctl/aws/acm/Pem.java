package dev.envctl.aws.acm;

import dev.envctl.problem.Code;
import dev.envctl.provider.ProviderException;
import dev.envctl.value.Sha256;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;

/// Certificates as text. Two texts with the same certificates in the same order are the same, however they are broken
/// into lines and whatever stands between them.
final class Pem {

    private static final int LINE = 64;

    private Pem() {}

    static String write(String label, byte[] content) {
        String body = Base64.getMimeEncoder(LINE, new byte[] {'\n'}).encodeToString(content);
        return "-----BEGIN %s-----\n%s\n-----END %s-----\n".formatted(label, body, label);
    }

    /// `field` is where the text comes from, for the message.
    static List<X509Certificate> read(String text, String field) {
        try {
            var certificates = CertificateFactory.getInstance("X.509")
                    .generateCertificates(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)))
                    .stream()
                    .map(X509Certificate.class::cast)
                    .toList();
            if (certificates.isEmpty()) {
                throw notPem(field);
            }
            return certificates;
        } catch (CertificateException unreadable) {
            throw notPem(field);
        }
    }

    private static ProviderException notPem(String field) {
        return ProviderException.of(Code.INVALID_REQUEST, "%s holds no PEM certificate.".formatted(field))
                .withHint("It starts with -----BEGIN CERTIFICATE-----; ${file(\"certificate.pem\")} reads it from a"
                        + " file.");
    }

    static boolean isSame(String one, String other, String field) {
        return fingerprints(one, field).equals(fingerprints(other, field));
    }

    private static List<String> fingerprints(String text, String field) {
        return read(text, field).stream().map(Pem::fingerprint).toList();
    }

    private static String fingerprint(X509Certificate certificate) {
        try {
            return Sha256.hex(certificate.getEncoded());
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("reading a certificate; this is a bug in envctl", impossible);
        }
    }

    /// What ACM calls the domain name of an imported certificate.
    static Optional<String> commonName(X509Certificate certificate) {
        try {
            return new LdapName(certificate.getSubjectX500Principal().getName())
                    .getRdns().stream()
                            .filter(part -> part.getType().equalsIgnoreCase("CN"))
                            .map(Rdn::getValue)
                            .map(String::valueOf)
                            .findFirst();
        } catch (InvalidNameException unreadable) {
            return Optional.empty();
        }
    }
}
