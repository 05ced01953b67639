package dev.envctl.runner.webhook;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/// The bytes of a delivery: how many are taken, and what they say.
final class Body {

    /// Forges stop at 25 MB; a pull request's is some 30 KB, and a push of two thousand commits still less than
    /// this.
    static final int LARGEST = 5 * 1024 * 1024;

    /// Forges nest ten deep.
    private static final int DEEPEST = 64;

    private static final JsonMapper JSON = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(DEEPEST)
                            .maxStringLength(LARGEST)
                            .maxNumberLength(100)
                            .maxNameLength(1000)
                            .build())
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private Body() {}

    static void checkType(Headers headers) {
        String type = headers.one("Content-Type").orElse("").toLowerCase(Locale.ROOT);
        String bare = type.contains(";") ? type.substring(0, type.indexOf(';')).strip() : type;
        if (bare.equals("application/x-www-form-urlencoded")) {
            throw new Refused(415, "set the webhook's content type to application/json; a form is not taken");
        }
        if (!bare.equals("application/json")) {
            throw new Refused(415, "the content type is not application/json");
        }
    }

    /// Reads no more than is taken, whatever the sender said that there is.
    static byte[] read(InputStream stream) throws IOException {
        byte[] body = stream.readNBytes(LARGEST + 1);
        if (body.length > LARGEST) {
            throw new Refused(413, "the body is larger than " + LARGEST / 1024 / 1024 + " MiB");
        }
        return body;
    }

    static String text(byte[] body) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(body))
                    .toString();
        } catch (CharacterCodingException notText) {
            throw Refused.malformed("the body is not UTF-8");
        }
    }

    static JsonNode json(String text) {
        try {
            JsonNode node = JSON.readTree(text);
            if (!node.isObject()) {
                throw Refused.malformed("the body is not a JSON object");
            }
            return node;
        } catch (JsonProcessingException malformed) {
            throw Refused.malformed("the body is not JSON, or deeper or longer than any that a forge sends");
        }
    }
}
