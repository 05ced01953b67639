package dev.envctl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.envctl.testing.SandboxCloud;
import dev.envctl.value.KindName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// The README claims no more and no less than what the tests try. A kind counts as tried against moto when a
/// `*Moto*Test` makes a trial of it or calls it its `KIND`.
class VerifiedKindsTest {

    private static final Pattern ROW = Pattern.compile("(?m)^\\| `[A-Z]\\w+` \\| (?:yes|no) \\|.*$");
    private static final Pattern TRIED = Pattern.compile("(?:KindTrial\\.of\\(aws, |\\bKIND = )\"(\\w+)\"");

    @Test
    void tellsOfEveryKindWhatItWasVerifiedAgainst() throws IOException {
        Set<String> triedAgainstMoto = triedAgainstMoto();

        assertThat(ROW.matcher(Files.readString(Path.of("README.md"))).results().map(MatchResult::group))
                .containsExactlyElementsOf(
                        kinds().map(kind -> row(kind, triedAgainstMoto)).toList());
    }

    @Test
    void triesNothingAgainstMotoThatIsNoKind() throws IOException {
        assertThat(kinds().toList()).containsAll(triedAgainstMoto());
    }

    private static String row(String kind, Set<String> triedAgainstMoto) {
        boolean hasContract = Files.exists(Path.of("src/test/resources/contract", kind + ".yaml"));
        return "| `%s` | %s | %s | never |"
                .formatted(kind, yesOrNo(hasContract), yesOrNo(triedAgainstMoto.contains(kind)));
    }

    private static String yesOrNo(boolean isSo) {
        return isSo ? "yes" : "no";
    }

    private static Stream<String> kinds() {
        return SandboxCloud.kinds().byName().keySet().stream()
                .map(KindName::text)
                .sorted();
    }

    private static Set<String> triedAgainstMoto() throws IOException {
        Set<String> tried = new TreeSet<>();
        for (Path test : motoTests()) {
            TRIED.matcher(Files.readString(test)).results().forEach(found -> tried.add(found.group(1)));
        }
        return tried;
    }

    private static List<Path> motoTests() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("src/test/java"))) {
            return files.filter(file -> file.getFileName().toString().matches(".*Moto.*Test\\.java"))
                    .toList();
        }
    }
}
