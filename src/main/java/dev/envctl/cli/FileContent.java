package dev.envctl.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// What stood in a file when it was last looked at. For one thread.
final class FileContent {

    private final Path file;
    private Optional<String> last;

    FileContent(Path file) {
        this.file = file;
        this.last = read();
    }

    /// Since it was asked last. A file that is gone for a moment has not changed.
    boolean hasChanged() {
        Optional<String> now = read();
        boolean changed = now.isPresent() && !now.equals(last);
        if (changed) {
            last = now;
        }
        return changed;
    }

    private Optional<String> read() {
        try {
            return Optional.of(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1));
        } catch (IOException gone) {
            return Optional.empty();
        }
    }
}
