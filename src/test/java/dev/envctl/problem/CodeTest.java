package dev.envctl.problem;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CodeTest {

    @ParameterizedTest
    @EnumSource
    void isExplainedWithCauseExampleAndFix(Code code) throws IOException {
        try (InputStream file = Optional.ofNullable(
                        Code.class.getClassLoader().getResourceAsStream("explain/" + code.id() + ".md"))
                .orElseThrow()) {
            String text = new String(file.readAllBytes(), StandardCharsets.UTF_8);
            assertThat(text).startsWith("# " + code.summary() + "\n");
            assertThat(text).containsSubsequence("## Cause", "## Example", "## Fix");
        }
    }

    @Test
    void givesEveryNumberOnce() {
        assertThat(Arrays.stream(Code.values()).map(Code::id)).doesNotHaveDuplicates();
    }
}
