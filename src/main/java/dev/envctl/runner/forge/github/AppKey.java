package dev.envctl.runner.forge.github;

import dev.envctl.runner.forge.ForgeException;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;

/// The private key of a GitHub App, which signs the short-lived token that says who we are. GitHub hands the key out as
/// PKCS #1 (`BEGIN RSA PRIVATE KEY`); PKCS #8 is taken too. No error shows any of it.
final class AppKey {

    /// GitHub takes ten minutes at most, by its own clock.
    private static final Duration LIFE = Duration.ofMinutes(9);

    private static final Duration CLOCK_SKEW = Duration.ofMinutes(1);

    /// `AlgorithmIdentifier` of RSA, and version 0 before it: what PKCS #8 puts around PKCS #1.
    private static final byte[] RSA_HEADER = {
        0x02,
        0x01,
        0x00,
        0x30,
        0x0d,
        0x06,
        0x09,
        0x2a,
        (byte) 0x86,
        0x48,
        (byte) 0x86,
        (byte) 0xf7,
        0x0d,
        0x01,
        0x01,
        0x01,
        0x05,
        0x00
    };

    private final PrivateKey key;

    private AppKey(PrivateKey key) {
        this.key = key;
    }

    static AppKey parse(String pem) {
        try {
            byte[] der = Base64.getMimeDecoder().decode(pem.replaceAll("-----[A-Z ]+-----", ""));
            byte[] wrapped = pem.contains("BEGIN RSA PRIVATE KEY") ? wrap(der) : der;
            return new AppKey(KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(wrapped)));
        } catch (GeneralSecurityException | IllegalArgumentException unreadable) {
            throw new ForgeException("reading the App's private key: it is not an RSA key in PEM", false);
        }
    }

    private static byte[] wrap(byte[] key) {
        byte[] octets = tagged(0x04, key);
        var inside = new ByteArrayOutputStream();
        inside.writeBytes(RSA_HEADER);
        inside.writeBytes(octets);
        return tagged(0x30, inside.toByteArray());
    }

    /// One DER element; no key is as long as 64 KiB.
    private static byte[] tagged(int tag, byte[] content) {
        var element = new ByteArrayOutputStream();
        element.write(tag);
        if (content.length < 128) {
            element.write(content.length);
        } else {
            element.write(0x82);
            element.write(content.length >> 8);
            element.write(content.length);
        }
        element.writeBytes(content);
        return element.toByteArray();
    }

    /// A JSON Web Token by which the App `id` may ask for tokens of its installations.
    String token(String id, Instant now) {
        String claims = "{\"iat\":%d,\"exp\":%d,\"iss\":\"%s\"}"
                .formatted(
                        now.minus(CLOCK_SKEW).getEpochSecond(),
                        now.plus(LIFE).getEpochSecond(),
                        id.replaceAll("[^A-Za-z0-9_.-]", ""));
        String signed = encode("{\"alg\":\"RS256\",\"typ\":\"JWT\"}".getBytes(StandardCharsets.US_ASCII)) + "."
                + encode(claims.getBytes(StandardCharsets.US_ASCII));
        return signed + "." + encode(sign(signed));
    }

    private byte[] sign(String text) {
        try {
            Signature signature = Signature.getInstance("SHA256withRSA");
            signature.initSign(key);
            signature.update(text.getBytes(StandardCharsets.US_ASCII));
            return signature.sign();
        } catch (GeneralSecurityException unusable) {
            throw new ForgeException("signing as the App: its private key cannot sign", false);
        }
    }

    private static String encode(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
