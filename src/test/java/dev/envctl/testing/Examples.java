package dev.envctl.testing;

import dev.envctl.spec.Environment;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// Environments that are written for an AWS account, as they are for the sandbox: the same documents, without what only
/// an account has.
public final class Examples {

    private Examples() {}

    /// Copies the example below `directory` and loads it. Each change is a text in one of its files and what stands
    /// there instead.
    public static Environment inSandbox(Path example, Path directory, Map<String, String> changes) {
        Path copy = directory.resolve(example.getFileName());
        try (Stream<Path> files = Files.walk(example)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path target = copy.resolve(example.relativize(file));
                Files.createDirectories(target.getParent());
                Files.writeString(target, changed(Files.readString(file), changes));
            }
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
        return SandboxCloud.load(copy, Map.of());
    }

    private static String changed(String text, Map<String, String> changes) {
        String local = text;
        for (var change : changes.entrySet()) {
            local = local.replace(change.getKey(), change.getValue());
        }
        return text.contains("kind: Environment\n") ? withoutAccount(local) : local;
    }

    private static String withoutAccount(String environment) {
        List<String> kept = environment
                .lines()
                .filter(line -> !line.matches("  (accountId|lock): .*|  assumeRole:|    (arn|planArn|externalId): .*"))
                .toList();
        return String.join("\n", kept).replace("target: aws", "target: sandbox") + "\n";
    }
}
