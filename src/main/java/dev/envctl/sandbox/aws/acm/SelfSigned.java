package dev.envctl.sandbox.aws.acm;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/// Certificates that the sandbox makes itself. Their keys are forgotten at once, nothing ever listens with them.
final class SelfSigned {

    private SelfSigned() {}

    static CertificateRow.Content certificate(
            String commonName, List<String> names, String keyAlgorithm, Instant now, int days) {
        try {
            var keys = keys(keyAlgorithm);
            var subject = new X500NameBuilder(BCStyle.INSTANCE)
                    .addRDN(BCStyle.CN, commonName)
                    .build();
            var alternatives = names.stream()
                    .map(name -> new GeneralName(GeneralName.dNSName, name))
                    .toArray(GeneralName[]::new);
            var holder = new JcaX509v3CertificateBuilder(
                            subject,
                            new BigInteger(120, new SecureRandom()),
                            Date.from(now),
                            Date.from(now.plus(Duration.ofDays(days))),
                            subject,
                            keys.getPublic())
                    .addExtension(Extension.subjectAlternativeName, false, new GeneralNames(alternatives))
                    .build(new JcaContentSignerBuilder(signature(keyAlgorithm)).build(keys.getPrivate()));
            return Pem.content(new JcaX509CertificateConverter().getCertificate(holder), Optional.empty(), now);
        } catch (GeneralSecurityException | IOException | OperatorCreationException unexpected) {
            throw new IllegalStateException("making a certificate for " + commonName, unexpected);
        }
    }

    private static KeyPair keys(String keyAlgorithm) throws GeneralSecurityException {
        if (keyAlgorithm.startsWith("EC_")) {
            var generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec(
                    keyAlgorithm.substring("EC_".length()).replace("prime256v1", "secp256r1")));
            return generator.generateKeyPair();
        }
        var generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(Integer.parseInt(keyAlgorithm.substring("RSA_".length())));
        return generator.generateKeyPair();
    }

    private static String signature(String keyAlgorithm) {
        return keyAlgorithm.startsWith("EC_") ? "SHA256withECDSA" : "SHA256withRSA";
    }
}
