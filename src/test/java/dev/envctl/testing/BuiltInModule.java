package dev.envctl.testing;

import dev.envctl.spec.YamlTexts;
import dev.envctl.value.FieldPath;
import dev.envctl.value.Ordered;
import dev.envctl.value.Value;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.stream.Stream;

/// A shipped module as its `module.yaml` describes it.
public record BuiltInModule(String name, Value definition) {

    private static final Path FOLDER = Path.of("src/main/resources/modules");

    public static List<BuiltInModule> all() {
        try (Stream<Path> folders = Files.list(FOLDER)) {
            return folders.map(folder -> of(folder.getFileName().toString()))
                    .sorted(java.util.Comparator.comparing(BuiltInModule::name))
                    .toList();
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    public static BuiltInModule of(String name) {
        return new BuiltInModule(
                name, YamlTexts.parse(GoldenFiles.read(FOLDER.resolve(name).resolve("module.yaml"))));
    }

    public String description() {
        return definition
                .at(FieldPath.of("spec", "description"))
                .flatMap(Value::asText)
                .orElse("");
    }

    /// Each input's schema.
    public SequencedMap<String, Value.MapValue> inputs() {
        Map<String, Value.MapValue> inputs = new LinkedHashMap<>();
        map("inputs", "properties").forEach((name, schema) -> {
            if (schema instanceof Value.MapValue map) {
                inputs.put(name, map);
            }
        });
        return Ordered.copyOf(inputs);
    }

    public boolean requires(String input) {
        return definition.at(FieldPath.of("spec", "inputs", "required")).orElse(Value.NULL)
                        instanceof Value.ListValue list
                && list.elements().contains(Value.of(input));
    }

    public List<String> outputs() {
        return List.copyOf(map("outputs").keySet());
    }

    private Map<String, Value> map(String... path) {
        FieldPath below = FieldPath.of("spec");
        for (String key : path) {
            below = below.key(key);
        }
        return definition.at(below).orElse(Value.NULL) instanceof Value.MapValue map ? map.entries() : Map.of();
    }

    @Override
    public String toString() {
        return name;
    }
}
