package dev.envctl.sandbox;

import java.nio.file.Path;

/// The sandbox's state is no JSON that this program has written. Nothing was changed.
public final class BrokenStateException extends RuntimeException {

    private final Path file;

    BrokenStateException(Path file, String reason) {
        super("reading " + file + ": " + reason);
        this.file = file;
    }

    public Path file() {
        return file;
    }
}
