package dev.envctl.runner.work;

import dev.envctl.git.Trees;
import dev.envctl.problem.Code;
import dev.envctl.problem.Problem;
import dev.envctl.problem.ProblemException;
import dev.envctl.spec.LoadOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;

/// The files of a commit or tree, for as long as somebody looks at them. `root` is a real path.
record Checkout(Path root) implements AutoCloseable {

    /// An environment in it, read as from the repository's root, so that paths are those of a laptop. Throws
    /// [ProblemException] when the directory is not there or leads out.
    LoadOptions environment(String directory) {
        return LoadOptions.confined(
                find(directory)
                        .orElseThrow(() -> new ProblemException(Problem.of(
                                        Code.NO_SUCH_DIRECTORY,
                                        "There is no directory \"%s\" in the repository at this commit."
                                                .formatted(directory))
                                .withHint("The runner destroys no environment because its directory is gone. Run envctl"
                                        + " destroy on it before its documents go."))),
                root);
    }

    /// Empty when there is no such directory in here.
    Optional<Path> find(String directory) {
        try {
            Path place = root.resolve(directory).normalize();
            return place.startsWith(root) && place.toRealPath().startsWith(root)
                    ? Optional.of(place).filter(path -> Files.isDirectory(path))
                    : Optional.empty();
        } catch (IOException | InvalidPathException nowhere) {
            return Optional.empty();
        }
    }

    @Override
    public void close() {
        Trees.delete(root);
    }
}
