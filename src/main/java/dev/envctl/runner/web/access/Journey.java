package dev.envctl.runner.web.access;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.Base64;
import java.util.Optional;

/// One sign-in at an OpenID provider while it is under way: the browser's own secret, in a cookie that script cannot
/// read.
public record Journey(String state, String nonce, String verifier, String next) {

    private static final ObjectMapper JSON = new ObjectMapper();

    public String cookie() {
        try {
            return Base64.getUrlEncoder().withoutPadding().encodeToString(JSON.writeValueAsBytes(this));
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("records can be written; this is a bug in envctl", impossible);
        }
    }

    /// Empty when it is not what we wrote.
    public static Optional<Journey> parse(String cookie) {
        try {
            Journey journey = JSON.readValue(Base64.getUrlDecoder().decode(cookie), Journey.class);
            return Optional.of(
                    new Journey(journey.state(), journey.nonce(), journey.verifier(), ReturnPath.of(journey.next())));
        } catch (IOException | IllegalArgumentException | NullPointerException foreign) {
            return Optional.empty();
        }
    }
}
