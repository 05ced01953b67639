package dev.envctl.spec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.envctl.value.Value;
import java.util.Map;
import org.junit.jupiter.api.Test;

class YamlTextsTest {

    /// The library reads in pieces of 1024 characters by itself, and an emoji is two of them.
    @Test
    void anEmojiMayStandAnywhere() {
        for (int before = 1000; before < 1050; before++) {
            String text = "# " + "x".repeat(before) + "\n\uD83D\uDE00: \uD83D\uDE00\uD83D\uDE00\n";

            assertThat(YamlTexts.parse(text))
                    .as("after %d characters", before)
                    .isEqualTo(new Value.MapValue(Map.of("\uD83D\uDE00", Value.of("\uD83D\uDE00\uD83D\uDE00"))));
        }
    }
}
