package dev.envctl.spec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.envctl.problem.Code;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class LanguageExplanationsTest {

    private static final Set<Code> NOT_GIVEN_YET =
            EnumSet.of(Code.CANNOT_RENAME, Code.PREFLIGHT_FAILED, Code.RETRY_BOUND_UNKNOWN);

    static List<Code> codes() {
        return Arrays.stream(Code.values())
                .filter(code -> code.id().matches("ENV-0[1-7]\\d\\d"))
                .filter(code -> !NOT_GIVEN_YET.contains(code))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("codes")
    void everyProblemIsExplained(Code code) throws IOException {
        try (InputStream stream = Objects.requireNonNull(
                Code.class.getResourceAsStream("/explain/" + code.id() + ".md"), () -> code.id() + ".md")) {
            assertThat(new String(stream.readAllBytes(), StandardCharsets.UTF_8))
                    .startsWith("# " + code.summary() + "\n")
                    .contains("\n## Cause\n", "\n## Example\n", "\n## Fix\n");
        }
    }
}
