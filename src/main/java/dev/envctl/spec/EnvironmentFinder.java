package dev.envctl.spec;

import dev.envctl.problem.Code;
import dev.envctl.problem.Problem;
import dev.envctl.problem.ProblemException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Which environments a directory stands for: itself, when a file right in it has an Environment document, otherwise
/// every such directory below it. Looks at lines, not at YAML, so that one broken file does not hide its environment.
public final class EnvironmentFinder {

    private static final Pattern ENVIRONMENT =
            Pattern.compile("(?m)^(?:\\s*\\{.*)?\\s*[\"']?kind[\"']?:\\s*[\"']?Environment[\"']?\\s*(?:[,}#].*)?$");

    static final int DEEPEST = 12;

    private final Path workingDirectory;

    public EnvironmentFinder(Path workingDirectory) {
        this.workingDirectory = workingDirectory;
    }

    /// As the user would write them: in the order given, by name below each. Throws [ProblemException] when there
    /// is no such directory or no environment in it.
    public List<Path> find(List<String> given) {
        SequencedSet<Path> found = new LinkedHashSet<>();
        given.forEach(text -> found.addAll(find(text)));
        return List.copyOf(found);
    }

    /// All of the working directory's, perhaps none; relative to it.
    public List<Path> findAll() {
        return below(workingDirectory, Path.of(""));
    }

    private List<Path> find(String given) {
        Path directory = directory(given, workingDirectory);
        List<Path> found = below(directory, Path.of(given).normalize());
        if (found.isEmpty()) {
            throw none(given, directory);
        }
        return found;
    }

    static Path directory(String given, Path workingDirectory) {
        Path directory = workingDirectory.resolve(Path.of(given).normalize());
        if (!Files.isDirectory(directory)) {
            throw new ProblemException(
                    Problem.of(Code.NO_SUCH_DIRECTORY, "There is no directory \"%s\".".formatted(given))
                            .withHint("Paths are relative to " + workingDirectory + "; --chdir changes that."));
        }
        return directory;
    }

    private static List<Path> below(Path directory, Path shown) {
        List<Path> found = new ArrayList<>();
        collect(directory, 0, found);
        return found.stream()
                .map(path -> shown.resolve(directory.relativize(path)).normalize())
                .map(path -> path.toString().isEmpty() ? Path.of(".") : path)
                .toList();
    }

    private static ProblemException none(String given, Path directory) {
        boolean hasYaml = list(directory).stream().anyMatch(EnvironmentFinder::isYaml);
        return new ProblemException(
                hasYaml
                        ? Problem.of(
                                        Code.NO_ENVIRONMENT,
                                        "No document in \"%s\" has the kind Environment.".formatted(given))
                                .withHint("Add one that gives the environment its name, region and account.")
                        : Problem.of(
                                Code.NO_ENVIRONMENTS_FOUND,
                                "There is no environment in \"%s\" or below it: no file with a document of the kind Environment."
                                        .formatted(given)));
    }

    private static void collect(Path directory, int depth, List<Path> found) {
        if (isEnvironment(directory)) {
            found.add(directory);
        } else if (depth < DEEPEST) {
            directories(directory).stream()
                    .filter(below -> !isModule(below))
                    .forEach(below -> collect(below, depth + 1, found));
        }
    }

    static boolean isEnvironment(Path directory) {
        return list(directory).stream().anyMatch(EnvironmentFinder::hasEnvironment);
    }

    static boolean isModule(Path directory) {
        return Files.isRegularFile(directory.resolve(Folder.MODULE_FILE));
    }

    /// Those right below it in which somebody's documents may be.
    static List<Path> directories(Path directory) {
        return list(directory).stream()
                .filter(entry -> Files.isDirectory(entry) && !isSkipped(entry))
                .toList();
    }

    private static boolean hasEnvironment(Path file) {
        try {
            return isYaml(file)
                    && Files.size(file) <= FileReader.LARGEST
                    && ENVIRONMENT
                            .matcher(new String(Files.readAllBytes(file), StandardCharsets.UTF_8))
                            .find();
        } catch (IOException unreadable) {
            // the loader says what is wrong with it once the directory is known to be an environment
            return false;
        }
    }

    private static boolean isYaml(Path file) {
        String name = file.getFileName().toString();
        return (name.endsWith(".yaml") || name.endsWith(".yml")) && Files.isRegularFile(file);
    }

    private static boolean isSkipped(Path directory) {
        String name = directory.getFileName().toString();
        return name.startsWith(".") || name.equals("node_modules") || Files.isSymbolicLink(directory);
    }

    private static List<Path> list(Path directory) {
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.sorted().toList();
        } catch (IOException exception) {
            throw new UncheckedIOException("listing " + directory, exception);
        }
    }
}
