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
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/// Certificates that the sandbox makes itself. Nothing ever listens with their keys, so one key of each type does.
final class SelfSigned {

    private static final Map<String, KeyPair> KEYS = new ConcurrentHashMap<>();

    private SelfSigned() {}

    static CertificateRow.Content certificate(
            String commonName, List<String> names, String keyAlgorithm, Instant now, int days) {
        try {
            var keys = KEYS.computeIfAbsent(keyAlgorithm, SelfSigned::keys);
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

    private static KeyPair keys(String keyAlgorithm) {
        try {
            return keyAlgorithm.startsWith("EC_") ? ellipticCurveKeys(keyAlgorithm) : rsaKeys(keyAlgorithm);
        } catch (GeneralSecurityException unexpected) {
            throw new IllegalStateException("making a key of type " + keyAlgorithm, unexpected);
        }
    }

    private static KeyPair ellipticCurveKeys(String keyAlgorithm) throws GeneralSecurityException {
        var generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(
                new ECGenParameterSpec(keyAlgorithm.substring("EC_".length()).replace("prime256v1", "secp256r1")));
        return generator.generateKeyPair();
    }

    private static KeyPair rsaKeys(String keyAlgorithm) throws GeneralSecurityException {
        var generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(Integer.parseInt(keyAlgorithm.substring("RSA_".length())));
        return generator.generateKeyPair();
    }

    private static String signature(String keyAlgorithm) {
        return keyAlgorithm.startsWith("EC_") ? "SHA256withECDSA" : "SHA256withRSA";
    }
}
