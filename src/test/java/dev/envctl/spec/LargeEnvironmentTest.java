package dev.envctl.spec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.envctl.testing.LanguageFixtures;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Bounds are far from what is measured (a second for 10,000), so that only a change of order of magnitude fails.
class LargeEnvironmentTest {

    @TempDir
    private Path directory;

    @Test
    void loadsTenThousandDocumentsWithThreeReferencesEach() {
        LanguageFixtures.write(directory, files(10_000));
        long start = System.nanoTime();

        Environment environment = LanguageFixtures.load(directory, Map.of());

        assertThat(environment.resources()).hasSize(10_000);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(20));
    }

    private static Map<String, String> files(int count) {
        Map<String, String> files = new LinkedHashMap<>();
        files.put("environment.yaml", LanguageFixtures.ENVIRONMENT);
        for (int file = 0; file < count / 500; file++) {
            StringBuilder text = new StringBuilder();
            for (int i = file * 500; i < (file + 1) * 500; i++) {
                text.append(document(i));
            }
            files.put("file" + file + ".yaml", text.toString());
        }
        return files;
    }

    private static String document(int i) {
        return """
            ---
            apiVersion: envctl.dev/v1
            kind: Role
            metadata:
              name: role%d
            spec:
              roleName: role%d
              description: ${Role.role%d.arn}
              assumeRolePolicyDocument: {a: "${Role.role%d.arn}/*", b: "${Role.role%d.roleId}"}
            """.formatted(i, i, i / 2, i / 3, i / 5);
    }
}
