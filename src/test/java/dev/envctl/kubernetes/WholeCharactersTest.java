package dev.envctl.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.envctl.value.Value;
import org.junit.jupiter.api.Test;

class WholeCharactersTest {

    /// The YAML library reads a thousand and some characters at once.
    @Test
    void anEmojiMayStandAnywhereInWhatOthersWrote() {
        for (int length = 1000; length < 1060; length++) {
            String text = "a".repeat(length) + "\uD83D\uDE80";

            assertThat(Yaml.map("key: " + text)).isEqualTo(Value.map("key", Value.of(text)));
        }
    }

    @Test
    void handsOutEveryCharacterOnce() throws Exception {
        String text = "\uD83D\uDE80a\uD83D\uDE80\uD83D\uDE80bc";
        for (int piece = 2; piece < 9; piece++) {
            StringBuilder read = new StringBuilder();
            char[] target = new char[piece];
            var reader = new WholeCharacters(text);
            for (int length = reader.read(target, 0, piece); length > 0; length = reader.read(target, 0, piece)) {
                assertThat(Character.isHighSurrogate(target[length - 1])).isFalse();
                read.append(target, 0, length);
            }
            assertThat(read).hasToString(text);
        }
    }
}
