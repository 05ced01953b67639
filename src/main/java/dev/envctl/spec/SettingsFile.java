package dev.envctl.spec;

import dev.envctl.problem.Code;
import dev.envctl.problem.Problem;
import dev.envctl.problem.Problems;
import dev.envctl.problem.Source;
import dev.envctl.schema.FieldSchema;
import dev.envctl.schema.Positions;
import dev.envctl.schema.SchemaCheck;
import dev.envctl.value.Value;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A YAML file that holds one map and is no document of an environment, read as carefully as one: places for every
/// problem, a schema held against it, defaults filled in. `value` is whole only where `problems` got no errors.
public record SettingsFile(Value.MapValue value, Positions positions) {

    /// `subject` is what sentences call the file. Empty when it cannot be read as YAML at all.
    public static Optional<SettingsFile> read(
            Path file, Path workingDirectory, String subject, FieldSchema schema, Problems problems) {
        Path absolute = workingDirectory.resolve(file).toAbsolutePath().normalize();
        Path directory = Optional.ofNullable(absolute.getParent()).orElse(absolute);
        Folder folder =
                new Folder.Disk(directory, workingDirectory.toAbsolutePath().normalize(), directory, Optional.empty());
        return tree(folder, String.valueOf(absolute.getFileName()), problems)
                .map(whole -> checked(whole, subject, schema, problems));
    }

    private static Optional<Yaml.Mapping> tree(Folder folder, String name, Problems problems) {
        boolean unreadable = problems.hasErrors();
        Optional<String> text = FileReader.read(folder, name, problems);
        if (text.isEmpty()) {
            if (unreadable == problems.hasErrors()) {
                problems.add(Problem.of(Code.CANNOT_READ_FILE, "There is no file %s.".formatted(folder.display(name))));
            }
            return Optional.empty();
        }
        YamlFile file = YamlFile.of(folder.display(name), text.get());
        List<Yaml> documents = YamlReader.read(file, problems);
        if (documents.size() == 1 && documents.getFirst() instanceof Yaml.Mapping whole) {
            return Optional.of(whole);
        }
        if (!problems.hasErrors()) {
            problems.add(Problem.of(Code.WRONG_TYPE, "The file must hold one map of settings, and no more.")
                    .at(file.at(0, 0, 1)));
        }
        return Optional.empty();
    }

    private static SettingsFile checked(Yaml.Mapping whole, String subject, FieldSchema schema, Problems problems) {
        Value.MapValue written = (Value.MapValue) whole.raw();
        Positions positions = new YamlPositions(whole, whole.span().source());
        SchemaCheck.check(withoutSecrets(written, schema), schema, subject, positions).stream()
                .map(SettingsFile::withoutValue)
                .forEach(problems::add);
        return new SettingsFile(Defaults.fill(written, schema), positions);
    }

    /// What stands where a secret belongs gets into no message, whatever it is. Whoever reads the settings looks at
    /// it by itself.
    private static Value withoutSecrets(Value value, FieldSchema schema) {
        if (schema.rules().secret() && !(value instanceof Value.Null)) {
            return Value.UNKNOWN;
        }
        return switch (value) {
            case Value.MapValue map -> {
                Map<String, Value> entries = new LinkedHashMap<>();
                map.entries().forEach((key, entry) -> entries.put(key, withoutSecrets(entry, below(key, schema))));
                yield new Value.MapValue(entries);
            }
            case Value.ListValue list ->
                new Value.ListValue(list.elements().stream()
                        .map(element -> withoutSecrets(element, schema.items().orElse(FieldSchema.ANYTHING)))
                        .toList());
            case Value.Text _, Value.Number _, Value.Flag _, Value.Null _, Value.Unknown _, Value.Secret _ -> value;
        };
    }

    private static FieldSchema below(String key, FieldSchema schema) {
        return Optional.ofNullable(schema.fields().get(key)).or(schema::values).orElse(FieldSchema.ANYTHING);
    }

    /// A misspelt key may stand before a secret.
    private static Problem withoutValue(Problem problem) {
        if (problem.code() != Code.UNKNOWN_FIELD) {
            return problem;
        }
        return problem.source().map(SettingsFile::keyOnly).map(problem::at).orElse(problem);
    }

    private static Source keyOnly(Source place) {
        int end = Math.min(place.text().length(), place.column() - 1 + place.width());
        String rest = place.text().substring(end).strip();
        String shown =
                rest.isEmpty() || rest.equals(":") ? place.text() : place.text().substring(0, end) + ": …";
        return new Source(place.file(), place.line(), place.column(), place.width(), shown);
    }
}
