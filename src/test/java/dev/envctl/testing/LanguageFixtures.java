package dev.envctl.testing;

import dev.envctl.problem.Code;
import dev.envctl.problem.Problem;
import dev.envctl.problem.ProblemException;
import dev.envctl.schema.SchemaLoader;
import dev.envctl.schema.Schemas;
import dev.envctl.spec.Environment;
import dev.envctl.spec.EnvironmentLoader;
import dev.envctl.spec.LoadOptions;
import dev.envctl.value.KindName;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A handful of small kinds, and environments written as text.
public final class LanguageFixtures {

    public static final Schemas SCHEMAS = new SchemaLoader(LanguageFixtures.class.getClassLoader(), "language-schemas")
            .load(List.of("Role", "Cluster", "Bucket", "Endpoint", "Mapping").stream()
                    .map(KindName::of)
                    .toList());

    public static final String ENVIRONMENT = """
        apiVersion: envctl.dev/v1
        kind: Environment
        metadata: {name: dev}
        spec: {target: sandbox}
        """;

    private LanguageFixtures() {}

    public static Environment load(Path directory, Map<String, String> files) {
        return load(directory, files, Map.of());
    }

    public static Environment load(Path directory, Map<String, String> files, Map<String, String> inputs) {
        write(directory, files);
        return loader().load(new LoadOptions(directory, directory, new LinkedHashMap<>(inputs)));
    }

    public static EnvironmentLoader loader() {
        return new EnvironmentLoader(SCHEMAS, (repository, ref) -> {
            throw new ProblemException(Problem.of(
                    Code.MODULE_SOURCE_UNREACHABLE,
                    "Fetching %s at %s: there is no network here.".formatted(repository, ref)));
        });
    }

    public static void write(Path directory, Map<String, String> files) {
        files.forEach((name, text) -> {
            try {
                Path file = directory.resolve(name);
                Files.createDirectories(file.getParent());
                Files.writeString(file, text);
            } catch (IOException broken) {
                throw new UncheckedIOException(broken);
            }
        });
    }
}
