package dev.envctl.spec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.envctl.problem.Code;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class LanguageExplanationsTest {

    static List<Code> codes() {
        return Arrays.stream(Code.values())
                .filter(code -> code.id().matches("ENV-0[123]\\d\\d"))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("codes")
    void everyProblemOfTheLanguageIsExplained(Code code) throws IOException {
        try (InputStream stream = Objects.requireNonNull(
                Code.class.getResourceAsStream("/explain/" + code.id() + ".md"), () -> code.id() + ".md")) {
            assertThat(new String(stream.readAllBytes(), StandardCharsets.UTF_8))
                    .startsWith("# " + code.summary() + "\n")
                    .contains("\n## Cause\n", "\n## Example\n", "\n## Fix\n");
        }
    }
}
