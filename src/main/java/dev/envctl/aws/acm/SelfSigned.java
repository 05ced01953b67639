package dev.envctl.aws.acm;

import dev.envctl.value.Ordered;
import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/// The `selfSigned` form of a certificate. `renewBeforeDays` and `validity` say when it is made anew: `validity` is
/// never written by a user, is `valid` in every desired spec by default, and reads `expiring` or `expired` on a live
/// certificate when its time has come, so that the renewal is a change like any other in the plan.
public record SelfSigned(
        String commonName,
        List<String> subjectAlternativeNames,
        String keyAlgorithm,
        int validityDays,
        Optional<Integer> renewBeforeDays,
        String validity) {

    static final String VALID = "valid";
    static final String EXPIRING = "expiring";
    static final String EXPIRED = "expired";

    /// In the subject, so that a certificate made here is known as such wherever it turns up.
    static final String ORGANIZATION = "envctl";

    private static final int RENEW_BEFORE_DAYS = 30;
    private static final int SERIAL_BITS = 127;

    /// Clocks differ: a certificate that starts this second is not valid yet for somebody.
    private static final Duration BACKDATED = Duration.ofHours(1);

    /// A key pair and its certificate. The key lives only in memory, between making it and handing it to ACM.
    record Made(X509Certificate certificate, String certificatePem, String privateKeyPem) {
        @Override
        public String toString() {
            return "Made[" + certificate.getSerialNumber().toString(16) + "]";
        }
    }

    /// The common name first, then the others, none twice: what the certificate is good for.
    List<String> names() {
        Set<String> names = new LinkedHashSet<>();
        names.add(commonName);
        names.addAll(subjectAlternativeNames);
        return List.copyOf(Ordered.copyOf(names));
    }

    /// Whether a certificate that ends at `notAfter` has to be made anew. The window is at most half the validity:
    /// a longer one would renew on every run.
    static String validity(Instant notAfter, Optional<Integer> renewBeforeDays, int validityDays, Instant now) {
        if (!now.isBefore(notAfter)) {
            return EXPIRED;
        }
        int window = Math.min(renewBeforeDays.orElse(RENEW_BEFORE_DAYS), validityDays / 2);
        return now.isBefore(notAfter.minus(Duration.ofDays(window))) ? VALID : EXPIRING;
    }

    Made make(Instant now, SecureRandom random) {
        try {
            KeyPair keys = keys(random);
            X509Certificate certificate = sign(keys, now, random);
            return new Made(
                    certificate,
                    Pem.write("CERTIFICATE", certificate.getEncoded()),
                    Pem.write("PRIVATE KEY", keys.getPrivate().getEncoded()));
        } catch (GeneralSecurityException | OperatorCreationException | IOException impossible) {
            throw new IllegalStateException(
                    "making a %s certificate; this is a bug in envctl".formatted(keyAlgorithm), impossible);
        }
    }

    private boolean isElliptic() {
        return keyAlgorithm.startsWith("EC");
    }

    private KeyPair keys(SecureRandom random) throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance(isElliptic() ? "EC" : "RSA");
        if (isElliptic()) {
            generator.initialize(new ECGenParameterSpec("secp256r1"), random);
        } else {
            generator.initialize(2048, random);
        }
        return generator.generateKeyPair();
    }

    private X509Certificate sign(KeyPair keys, Instant now, SecureRandom random)
            throws GeneralSecurityException, OperatorCreationException, IOException {
        X500Name subject = new X500NameBuilder(BCStyle.INSTANCE)
                .addRDN(BCStyle.O, ORGANIZATION)
                .addRDN(BCStyle.CN, commonName)
                .build();
        Instant start = now.minus(BACKDATED);
        var builder = new JcaX509v3CertificateBuilder(
                subject,
                new BigInteger(SERIAL_BITS, random).add(BigInteger.ONE),
                Date.from(start),
                Date.from(start.plus(Duration.ofDays(validityDays))),
                subject,
                keys.getPublic());
        builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(true));
        builder.addExtension(Extension.keyUsage, true, new KeyUsage(usage()));
        builder.addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(KeyPurposeId.id_kp_serverAuth));
        builder.addExtension(Extension.subjectAlternativeName, false, alternativeNames());
        String algorithm = isElliptic() ? "SHA256withECDSA" : "SHA256withRSA";
        var signer =
                new JcaContentSignerBuilder(algorithm).setSecureRandom(random).build(keys.getPrivate());
        return new JcaX509CertificateConverter().getCertificate(builder.build(signer));
    }

    private int usage() {
        int usage = KeyUsage.digitalSignature | KeyUsage.keyCertSign;
        return isElliptic() ? usage : usage | KeyUsage.keyEncipherment;
    }

    private GeneralNames alternativeNames() {
        List<GeneralName> names = new ArrayList<>();
        names().forEach(name -> names.add(new GeneralName(GeneralName.dNSName, name)));
        return new GeneralNames(names.toArray(GeneralName[]::new));
    }
}
