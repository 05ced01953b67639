package dev.envctl.testing;

import com.fasterxml.jackson.databind.JsonNode;

/// What an HTTP API answered.
public record Answer(int status, JsonNode body) {

    /// The text at a JSON pointer, empty when there is none.
    public String text(String pointer) {
        return body.at(pointer).asText();
    }
}
