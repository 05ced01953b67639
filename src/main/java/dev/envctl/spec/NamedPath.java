package dev.envctl.spec;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;

/// A path as a document names it.
final class NamedPath {

    private NamedPath() {}

    /// Empty for a text that cannot be a path here at all: no file system takes every character.
    static Optional<Path> below(Path base, String path) {
        try {
            return Optional.of(base.resolve(path).normalize());
        } catch (InvalidPathException _) {
            return Optional.empty();
        }
    }
}
