package dev.envctl.spec;

import dev.envctl.problem.Problems;
import dev.envctl.value.Value;
import java.util.List;

/// YAML in places that are no documents: the argument of `yaml(…)`, the value of `--set`.
public final class YamlTexts {

    private YamlTexts() {}

    /// Throws [IllegalArgumentException] with the line and the reason.
    public static Value parse(String text) {
        Problems problems = new Problems();
        List<Yaml> documents = YamlReader.read(YamlFile.of("text", text), problems);
        problems.list().stream().findFirst().ifPresent(problem -> {
            throw new IllegalArgumentException("the text is not usable YAML: line %d: %s"
                    .formatted(
                            problem.source().map(place -> place.line()).orElse(1),
                            problem.detail().replaceFirst("\\.$", "")));
        });
        if (documents.size() > 1) {
            throw new IllegalArgumentException("the text holds more than one YAML document");
        }
        return documents.isEmpty() ? Value.NULL : documents.getFirst().raw();
    }
}
