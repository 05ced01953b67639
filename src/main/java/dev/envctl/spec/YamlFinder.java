package dev.envctl.spec;

import dev.envctl.problem.Code;
import dev.envctl.problem.Problem;
import dev.envctl.problem.ProblemException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The YAML files of environments and modules in a directory and below it: what a loader would read, whether anything
/// in it makes sense or not. Other YAML files, such as those of charts, belong to others.
public final class YamlFinder {

    private final Path workingDirectory;

    public YamlFinder(Path workingDirectory) {
        this.workingDirectory = workingDirectory;
    }

    /// Absolute, by name below each of the directories given. A file that several links lead to comes once. Throws
    /// [ProblemException] when there is no such directory, or neither environment nor module in it.
    public List<Path> find(List<String> given) {
        Map<Path, Path> found = new LinkedHashMap<>();
        given.forEach(text -> find(text).forEach(file -> found.putIfAbsent(real(file), file)));
        return List.copyOf(found.values());
    }

    private List<Path> find(String given) {
        Path directory = EnvironmentFinder.directory(given, workingDirectory);
        List<Path> found = new ArrayList<>();
        collect(directory, 0, found);
        if (found.isEmpty()) {
            throw new ProblemException(Problem.of(
                            Code.NO_ENVIRONMENTS_FOUND,
                            "There is neither an environment nor a module in \"%s\" or below it.".formatted(given))
                    .withHint("An environment has a document of the kind Environment, a module has a %s."
                            .formatted(Folder.MODULE_FILE)));
        }
        return found.stream().distinct().sorted().toList();
    }

    private void collect(Path directory, int depth, List<Path> found) {
        if (EnvironmentFinder.isEnvironment(directory) || EnvironmentFinder.isModule(directory)) {
            Folder folder = new Folder.Disk(directory, workingDirectory, directory, Optional.empty());
            folder.documents().stream()
                    .map(directory::resolve)
                    .filter(Files::isRegularFile)
                    .forEach(found::add);
        }
        if (depth < EnvironmentFinder.DEEPEST) {
            EnvironmentFinder.directories(directory).forEach(below -> collect(below, depth + 1, found));
        }
    }

    private static Path real(Path file) {
        try {
            return file.toRealPath();
        } catch (IOException unreadable) {
            throw new UncheckedIOException("reading " + file, unreadable);
        }
    }
}
