package dev.envctl.spec;

import dev.envctl.value.Ordered;
import java.nio.file.Path;
import java.util.Map;
import java.util.SequencedMap;

/// What a run says about an environment beside its files: where it is, from where paths are shown, and the inputs given
/// with `--set`, as typed. `confined` says that nothing outside the working directory may be read: it is then all that
/// somebody else's documents get to see of this machine.
public record LoadOptions(
        Path directory, Path workingDirectory, SequencedMap<String, String> inputs, boolean confined) {

    public LoadOptions {
        inputs = Ordered.copyOf(inputs);
        workingDirectory = workingDirectory.toAbsolutePath().normalize();
        directory = workingDirectory.resolve(directory).normalize();
    }

    public LoadOptions(Path directory, Path workingDirectory, SequencedMap<String, String> inputs) {
        this(directory, workingDirectory, inputs, false);
    }

    public static LoadOptions of(Path directory, Path workingDirectory) {
        return new LoadOptions(directory, workingDirectory, Ordered.copyOf(Map.of()));
    }

    /// Of somebody else's checkout.
    public static LoadOptions confined(Path directory, Path checkout) {
        return new LoadOptions(directory, checkout, Ordered.copyOf(Map.of()), true);
    }

    /// Where local modules may not lead out of.
    Path boundary() {
        return confined ? workingDirectory : directory.getRoot();
    }
}
