package dev.envctl.testing.forge;

import com.fasterxml.jackson.databind.JsonNode;
import dev.envctl.testing.forge.ForgeServer.Response;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;

/// A GitHub App that is installed in every organisation: what it signs, and the tokens that it is given.
final class FakeApp {

    static final String ID = "79929171";

    /// Its account is named after it.
    static final String SLUG = "envctl";

    /// One for all: making one takes half a second.
    private static final KeyPair KEY = keyPair();

    private final Clock clock;
    /// Of installations, with when they end.
    private final SequencedMap<String, Instant> tokens = new LinkedHashMap<>();

    FakeApp(Clock clock) {
        this.clock = clock;
    }

    private static KeyPair keyPair() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    static String key() {
        return pem(KEY);
    }

    static String strangersKey() {
        return pem(keyPair());
    }

    /// As GitHub hands it out: PKCS #1, which is what is inside PKCS #8 after 26 bytes.
    private static String pem(KeyPair pair) {
        byte[] whole = pair.getPrivate().getEncoded();
        String inside = Base64.getMimeEncoder(64, new byte[] {'\n'})
                .encodeToString(Arrays.copyOfRange(whole, 26, whole.length));
        return "-----BEGIN RSA PRIVATE KEY-----\n" + inside + "\n-----END RSA PRIVATE KEY-----\n";
    }

    int tokensGiven() {
        return tokens.size();
    }

    boolean isGood(String token) {
        return clock.instant().isBefore(tokens.getOrDefault(token, Instant.MIN));
    }

    boolean isSignedByIt(String token) {
        String[] parts = token.split("\\.", -1);
        try {
            Signature signature = Signature.getInstance("SHA256withRSA");
            signature.initVerify(KEY.getPublic());
            signature.update((parts[0] + "." + parts[1]).getBytes(StandardCharsets.US_ASCII));
            JsonNode claims = ForgeServer.JSON.readTree(Base64.getUrlDecoder().decode(parts[1]));
            long now = clock.instant().getEpochSecond();
            return signature.verify(Base64.getUrlDecoder().decode(parts[2]))
                    && claims.path("iss").asText().equals(ID)
                    && claims.path("iat").asLong() <= now
                    && claims.path("exp").asLong() > now
                    && claims.path("exp").asLong() - claims.path("iat").asLong() <= 600;
        } catch (Exception notOurs) {
            return false;
        }
    }

    void takeTokensBack() {
        tokens.replaceAll((_, _) -> Instant.EPOCH);
    }

    Response giveToken() {
        String token = "ghs_installation" + tokens.size() + "x".repeat(20);
        Instant end = clock.instant().plus(Duration.ofHours(1));
        tokens.put(token, end);
        return Response.of(
                201, Map.of("token", token, "expires_at", end.toString(), "repository_selection", "selected"));
    }
}
