package dev.envctl;

import static org.assertj.core.api.Assertions.assertThat;

import dev.envctl.testing.BuiltInModule;
import dev.envctl.testing.GoldenFiles;
import dev.envctl.value.Value;
import dev.envctl.value.ValueJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// `modules.md` tells of every shipped module what its `module.yaml` says. `-Dgolden.update` writes the tables.
class ModulesPageTest {

    private static final Path PAGE = Path.of("src/site/markdown/modules.md");

    static List<BuiltInModule> modules() {
        return BuiltInModule.all();
    }

    @ParameterizedTest
    @MethodSource("modules")
    void listsEveryInputAndOutput(BuiltInModule module) throws IOException {
        String page = GoldenFiles.read(PAGE);
        Matcher part = Pattern.compile(
                        "(<!-- begin: %1$s -->\n)(.*?)(<!-- end: %1$s -->)".formatted(module), Pattern.DOTALL)
                .matcher(page);

        assertThat(part.find()).as("modules.md has a part for %s", module).isTrue();
        if (Boolean.getBoolean("golden.update")) {
            Files.writeString(
                    PAGE, part.replaceFirst(Matcher.quoteReplacement(part.group(1) + text(module) + part.group(3))));
        } else {
            assertThat(part.group(2)).isEqualTo(text(module));
        }
    }

    @Test
    void tellsOfNoModuleThatIsNotThere() {
        assertThat(Pattern.compile("<!-- begin: (\\S+) -->")
                        .matcher(GoldenFiles.read(PAGE))
                        .results()
                        .map(found -> found.group(1)))
                .containsExactlyInAnyOrderElementsOf(
                        modules().stream().map(BuiltInModule::name).toList());
    }

    private static String text(BuiltInModule module) {
        StringBuilder text = new StringBuilder("| input | default | |\n|---|---|---|\n");
        module.inputs()
                .forEach((name, input) -> text.append(
                        "| `%s` | %s | %s |\n".formatted(name, fallback(module, name, input), description(input))));
        return text.append("\nGives `%s`.\n".formatted(String.join("`, `", module.outputs())))
                .toString();
    }

    private static String fallback(BuiltInModule module, String name, Value.MapValue input) {
        if (module.requires(name)) {
            return "required";
        }
        return input.get("default")
                .map(value -> "`"
                        + value.asText().filter(text -> !text.isEmpty()).orElseGet(() -> ValueJson.write(value)) + "`")
                .orElse("");
    }

    private static String description(Value.MapValue input) {
        return input.text("description").orElse("").replace("|", "\\|");
    }
}
