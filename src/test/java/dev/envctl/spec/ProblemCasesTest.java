package dev.envctl.spec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.envctl.problem.Problem;
import dev.envctl.problem.ProblemException;
import dev.envctl.testing.LanguageFixtures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Every folder under `cases/problems` is an environment with mistakes and the problems that it must give, one a line:
/// code, place, width and detail.
class ProblemCasesTest {

    private static final Path CASES = Path.of("src/test/resources/cases/problems");

    static List<Path> cases() throws IOException {
        try (Stream<Path> folders = Files.list(CASES)) {
            return folders.filter(Files::isDirectory).sorted().toList();
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void reportsEveryMistakeAtItsPlace(Path folder) throws IOException {
        String found = problems(folder);

        Path golden = folder.resolve("problems.txt");
        if (Boolean.getBoolean("golden.update")) {
            Files.writeString(golden, found);
        }
        assertThat(found).isEqualTo(Files.readString(golden)).isNotEmpty();
    }

    private static String problems(Path folder) {
        Path absolute = folder.toAbsolutePath();
        try {
            LanguageFixtures.loader().load(LoadOptions.of(absolute, absolute));
            return "";
        } catch (ProblemException refused) {
            return refused.problems().stream().map(ProblemCasesTest::line).collect(Collectors.joining("\n", "", "\n"));
        }
    }

    private static String line(Problem problem) {
        String place = problem.source()
                .map(source -> source.location() + "+" + source.width())
                .orElse("-");
        return problem.code().id()
                + " "
                + place
                + " "
                + problem.detail()
                + problem.hint().map(hint -> " // " + hint).orElse("");
    }
}
