package dev.envctl.spec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.envctl.problem.Code;
import dev.envctl.problem.Problem;
import dev.envctl.problem.ProblemException;
import dev.envctl.schema.SchemaLoader;
import dev.envctl.schema.Schemas;
import dev.envctl.value.KindName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// The files that people read first keep to the schemas that are shipped.
class ShippedEnvironmentTest {

    private static final Set<String> NO_KINDS =
            Set.of("Document", "Environment", "Module", "ModuleDefinition", "Runner");

    @Test
    void theSandboxEnvironmentLoads() throws IOException {
        Path here = Path.of("").toAbsolutePath();
        EnvironmentLoader loader = new EnvironmentLoader(schemas(), (repository, ref) -> {
            throw new ProblemException(Problem.of(Code.MODULE_SOURCE_UNREACHABLE, repository));
        });

        Environment environment = loader.load(LoadOptions.of(Path.of("environments/sandbox"), here));

        assertThat(environment.resources()).hasSizeGreaterThanOrEqualTo(25);
        assertThat(environment.settings().directory()).isEqualTo("environments/sandbox");
    }

    private static Schemas schemas() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("schemas"))) {
            return SchemaLoader.shipped()
                    .load(files.map(file -> file.getFileName().toString().replace(".json", ""))
                            .filter(name -> !NO_KINDS.contains(name))
                            .sorted()
                            .map(KindName::of)
                            .toList());
        }
    }
}
