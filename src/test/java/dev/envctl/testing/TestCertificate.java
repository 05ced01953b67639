package dev.envctl.testing;

import java.io.IOException;
import java.io.StringWriter;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/// A self-signed certificate and its key, as PEM text.
public record TestCertificate(String certificate, String privateKey) {

    public static TestCertificate rsa(String domainName, Instant from) {
        return of("RSA", domainName, from);
    }

    public static TestCertificate ellipticCurve(String domainName, Instant from) {
        return of("EC", domainName, from);
    }

    private static TestCertificate of(String algorithm, String domainName, Instant from) {
        try {
            var generator = KeyPairGenerator.getInstance(algorithm);
            if (algorithm.equals("EC")) {
                generator.initialize(new ECGenParameterSpec("secp256r1"));
            } else {
                generator.initialize(2048);
            }
            var keys = generator.generateKeyPair();
            var name = new X500Name("CN=" + domainName);
            var certificate = new JcaX509v3CertificateBuilder(
                            name,
                            BigInteger.valueOf(4711),
                            Date.from(from),
                            Date.from(from.plus(Duration.ofDays(90))),
                            name,
                            keys.getPublic())
                    .addExtension(
                            Extension.subjectAlternativeName,
                            false,
                            new GeneralNames(new GeneralName(GeneralName.dNSName, "www." + domainName)))
                    .build(new JcaContentSignerBuilder(algorithm.equals("EC") ? "SHA256withECDSA" : "SHA256withRSA")
                            .build(keys.getPrivate()));
            return new TestCertificate(pem(certificate), pem(new JcaPKCS8Generator(keys.getPrivate(), null)));
        } catch (GeneralSecurityException | IOException | OperatorCreationException unexpected) {
            throw new AssertionError(unexpected);
        }
    }

    private static String pem(Object object) throws IOException {
        var text = new StringWriter();
        try (var writer = new JcaPEMWriter(text)) {
            writer.writeObject(object);
        }
        return text.toString();
    }
}
