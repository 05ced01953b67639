package dev.envctl.runner.webhook;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Compares in a time that does not depend on where two texts differ.
final class Signature {

    private Signature() {}

    /// `hex` is the HMAC-SHA256 of `body`.
    static boolean isHmac(String hex, byte[] key, byte[] body) {
        return MessageDigest.isEqual(bytes(hex), bytes(HexFormat.of().formatHex(hmac(key, body))));
    }

    static boolean isBase64Hmac(String base64, byte[] key, byte[] text) {
        return MessageDigest.isEqual(bytes(base64), bytes(Base64.getEncoder().encodeToString(hmac(key, text))));
    }

    /// By way of their digests, because comparing tells the length of what is compared.
    static boolean isSame(String given, String secret) {
        return MessageDigest.isEqual(hmac(bytes(secret), bytes(given)), hmac(bytes(secret), bytes(secret)));
    }

    private static byte[] hmac(byte[] key, byte[] text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(text);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every Java has HmacSHA256; this is a bug in envctl", impossible);
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
