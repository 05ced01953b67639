package dev.envctl.testing.forge;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Signs as forges do.
public final class Signing {

    private Signing() {}

    public static byte[] hmac(byte[] key, byte[] text) {
        return hmac("HmacSHA256", key, text);
    }

    private static byte[] hmac(String algorithm, byte[] key, byte[] text) {
        try {
            Mac mac = Mac.getInstance(algorithm);
            mac.init(new SecretKeySpec(key, algorithm));
            return mac.doFinal(text);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /// The two headers that GitHub signs with, the weak one of old days too; Gitea sends them as well.
    static SequencedMap<String, String> hub(String secret, byte[] body) {
        byte[] weak = hmac("HmacSHA1", secret.getBytes(StandardCharsets.UTF_8), body);
        var headers = new LinkedHashMap<String, String>();
        headers.put("X-Hub-Signature", "sha1=" + HexFormat.of().formatHex(weak));
        headers.put("X-Hub-Signature-256", "sha256=" + hex(secret, body));
        return headers;
    }

    /// What GitHub would tell of another event that is the same but for its time and id.
    public static SignedDelivery another(SignedDelivery like, String id) {
        String body = new String(like.body(), StandardCharsets.UTF_8);
        String other = body.substring(0, body.lastIndexOf('}')) + ",\"told_as\":\"" + id + "\"}";
        return github(like, id, other);
    }

    /// In GitHub's name.
    public static SignedDelivery github(SignedDelivery like, String id, String body) {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        return like.withBody(bytes)
                .with("X-GitHub-Delivery", id)
                .with("X-Hub-Signature-256", "sha256=" + hex(FakeForge.WEBHOOK_SECRET, bytes));
    }

    public static String hex(String secret, byte[] body) {
        return HexFormat.of().formatHex(hmac(secret.getBytes(StandardCharsets.UTF_8), body));
    }
}
