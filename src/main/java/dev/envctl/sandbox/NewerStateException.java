package dev.envctl.sandbox;

import java.nio.file.Path;

/// The sandbox's state was written by a newer version than this one. Nothing was read or changed.
public final class NewerStateException extends RuntimeException {

    private final Path file;
    private final int found;
    private final int supported;

    NewerStateException(Path file, int found, int supported) {
        super("reading %s: it has format %d, and this version knows formats up to %d"
                .formatted(file, found, supported));
        this.file = file;
        this.found = found;
        this.supported = supported;
    }

    public Path file() {
        return file;
    }

    public int found() {
        return found;
    }

    public int supported() {
        return supported;
    }
}
