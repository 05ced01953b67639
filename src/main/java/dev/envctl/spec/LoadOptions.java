package dev.envctl.spec;

import dev.envctl.value.Ordered;
import java.nio.file.Path;
import java.util.Map;
import java.util.SequencedMap;

/// What a run says about an environment beside its files: where it is, from where paths are shown, and the inputs given
/// with `--set`, as typed.
public record LoadOptions(Path directory, Path workingDirectory, SequencedMap<String, String> inputs) {

    public LoadOptions {
        inputs = Ordered.copyOf(inputs);
        workingDirectory = workingDirectory.toAbsolutePath().normalize();
        directory = workingDirectory.resolve(directory).normalize();
    }

    public static LoadOptions of(Path directory, Path workingDirectory) {
        return new LoadOptions(directory, workingDirectory, Ordered.copyOf(Map.of()));
    }
}
