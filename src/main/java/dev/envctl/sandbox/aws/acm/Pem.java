package dev.envctl.sandbox.aws.acm;

import dev.envctl.sandbox.aws.AwsError;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;

/// Reading certificates and keys as ACM does, with its refusals.
final class Pem {

    private static final int DNS_NAME = 2;

    private Pem() {}

    static X509Certificate certificate(String pem) {
        var certificates = certificates(pem, "certificate");
        if (certificates.size() != 1) {
            throw invalid("The certificate field contains more than one certificate. You can specify only one"
                    + " certificate in this field.");
        }
        return certificates.getFirst();
    }

    static List<X509Certificate> certificates(String pem, String field) {
        try {
            var factory = CertificateFactory.getInstance("X.509");
            var certificates = new ArrayList<X509Certificate>();
            for (var certificate :
                    factory.generateCertificates(new ByteArrayInputStream(pem.getBytes(StandardCharsets.UTF_8)))) {
                certificates.add((X509Certificate) certificate);
            }
            if (certificates.isEmpty() || !pem.contains("-----BEGIN CERTIFICATE-----")) {
                throw unparsable(field);
            }
            return certificates;
        } catch (CertificateException malformed) {
            throw unparsable(field);
        }
    }

    private static AwsError unparsable(String field) {
        return invalid("Could not parse the %s. Make sure that it is PEM-encoded and uses an accepted algorithm."
                .formatted(field));
    }

    static PrivateKey privateKey(String pem) {
        try (var parser = new PEMParser(new StringReader(pem))) {
            // the JDK knows elliptic curves as EC, where Bouncy Castle would ask for ECDSA
            var converter = new JcaPEMKeyConverter().setAlgorithmMapping(X9ObjectIdentifiers.id_ecPublicKey, "EC");
            return switch (parser.readObject()) {
                case PEMKeyPair pair -> converter.getKeyPair(pair).getPrivate();
                case PrivateKeyInfo info -> converter.getPrivateKey(info);
                case null, default ->
                    throw invalid("The private key is not supported: it must be PEM-encoded and unencrypted.");
            };
        } catch (IOException malformed) {
            throw invalid("The private key is not supported: it must be PEM-encoded and unencrypted.");
        }
    }

    static boolean belongTogether(PrivateKey privateKey, PublicKey publicKey) {
        try {
            var signature =
                    Signature.getInstance(publicKey instanceof ECPublicKey ? "SHA256withECDSA" : "SHA256withRSA");
            signature.initSign(privateKey);
            signature.update(publicKey.getEncoded());
            var signed = signature.sign();
            signature.initVerify(publicKey);
            signature.update(publicKey.getEncoded());
            return signature.verify(signed);
        } catch (GeneralSecurityException different) {
            return false;
        }
    }

    static boolean isSignedBy(X509Certificate certificate, X509Certificate authority) {
        try {
            certificate.verify(authority.getPublicKey());
            return true;
        } catch (GeneralSecurityException different) {
            return false;
        }
    }

    static String keyAlgorithm(X509Certificate certificate) {
        return switch (certificate.getPublicKey()) {
            case RSAPublicKey key -> "RSA_" + key.getModulus().bitLength();
            case ECPublicKey key -> curve(key.getParams().getCurve().getField().getFieldSize());
            default -> throw invalid("The key algorithm of the certificate is not supported.");
        };
    }

    private static String curve(int bits) {
        return switch (bits) {
            case 256 -> "EC_prime256v1";
            case 384 -> "EC_secp384r1";
            case 521 -> "EC_secp521r1";
            default -> throw invalid("The elliptic curve of the certificate is not supported.");
        };
    }

    /// The common name, or the first alternative name when there is none.
    static String domainName(X509Certificate certificate) {
        return commonName(certificate)
                .or(() -> alternativeNames(certificate).stream().findFirst())
                .orElse("");
    }

    private static Optional<String> commonName(X509Certificate certificate) {
        try {
            return new LdapName(certificate.getSubjectX500Principal().getName())
                    .getRdns().stream()
                            .filter(rdn -> rdn.getType().equalsIgnoreCase("CN"))
                            .map(rdn -> String.valueOf(rdn.getValue()))
                            .findFirst();
        } catch (InvalidNameException malformed) {
            return Optional.empty();
        }
    }

    /// With the common name among them, as ACM lists them.
    static List<String> names(X509Certificate certificate) {
        var names = new LinkedHashSet<String>();
        names.add(domainName(certificate));
        names.addAll(alternativeNames(certificate));
        names.remove("");
        return List.copyOf(names);
    }

    private static List<String> alternativeNames(X509Certificate certificate) {
        try {
            return Optional.ofNullable(certificate.getSubjectAlternativeNames()).stream()
                    .flatMap(Collection::stream)
                    .filter(name -> name.getFirst().equals(DNS_NAME))
                    .map(name -> String.valueOf(name.get(1)))
                    .toList();
        } catch (CertificateParsingException malformed) {
            return List.of();
        }
    }

    static CertificateRow.Content content(X509Certificate certificate, Optional<String> chain, Instant since) {
        return new CertificateRow.Content(
                text(certificate),
                chain,
                HexFormat.ofDelimiter(":")
                        .formatHex(certificate.getSerialNumber().toByteArray()),
                certificate.getSubjectX500Principal().getName(),
                certificate.getIssuerX500Principal().getName(),
                certificate.getSigAlgName().toUpperCase(Locale.ROOT),
                certificate.getNotBefore().toInstant(),
                certificate.getNotAfter().toInstant(),
                since);
    }

    private static String text(X509Certificate certificate) {
        try {
            var encoder = Base64.getMimeEncoder(64, new byte[] {'\n'});
            return "-----BEGIN CERTIFICATE-----\n" + encoder.encodeToString(certificate.getEncoded())
                    + "\n-----END CERTIFICATE-----\n";
        } catch (CertificateException unencodable) {
            throw new IllegalStateException("encoding a certificate that was just decoded", unencodable);
        }
    }

    static AwsError invalid(String message) {
        return new AwsError("ValidationException", 400, message);
    }
}
