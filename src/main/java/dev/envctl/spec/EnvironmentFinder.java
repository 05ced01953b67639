package dev.envctl.spec;

import dev.envctl.problem.Code;
import dev.envctl.problem.Problem;
import dev.envctl.problem.ProblemException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Which environments a directory stands for: itself, when a file right in it has an Environment document, otherwise
/// every such directory below it. Looks at lines, not at YAML, so that one broken file does not hide its environment.
public final class EnvironmentFinder {

    private static final Pattern ENVIRONMENT =
            Pattern.compile("(?m)^kind:[ \\t]*[\"']?Environment[\"']?[ \\t]*(#.*)?$");

    private EnvironmentFinder() {}

    /// Sorted. Throws [ProblemException] when there is no such directory or no environment in it.
    public static List<Path> find(Path directory, Path workingDirectory) {
        Path absolute = workingDirectory.toAbsolutePath().resolve(directory).normalize();
        String name =
                Folder.Disk.shortest(absolute, workingDirectory.toAbsolutePath().normalize());
        if (!Files.isDirectory(absolute)) {
            throw new ProblemException(Problem.of(Code.NO_SUCH_DIRECTORY, "There is no directory %s.".formatted(name)));
        }
        Set<Path> found = new LinkedHashSet<>();
        try {
            collect(absolute, found);
        } catch (IOException unreadable) {
            throw new ProblemException(
                    Problem.of(Code.CANNOT_READ_FILE, "Reading %s: %s.".formatted(name, unreadable.getMessage())),
                    unreadable);
        }
        if (found.isEmpty()) {
            throw new ProblemException(Problem.of(
                    Code.NO_ENVIRONMENTS_FOUND,
                    "Neither %s nor a directory below it has a document of the kind Environment.".formatted(name)));
        }
        return found.stream().sorted().toList();
    }

    private static void collect(Path start, Set<Path> found) throws IOException {
        Files.walkFileTree(start, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes)
                    throws IOException {
                boolean hidden = !directory.equals(start)
                        && directory.getFileName().toString().startsWith(".");
                if (hidden || Files.isRegularFile(directory.resolve(Folder.MODULE_FILE))) {
                    return FileVisitResult.SKIP_SUBTREE;
                }
                if (isEnvironment(directory)) {
                    found.add(directory);
                    return FileVisitResult.SKIP_SUBTREE;
                }
                return FileVisitResult.CONTINUE;
            }
        });
    }

    private static boolean isEnvironment(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.filter(path -> path.toString().endsWith(".yaml"))
                    .sorted()
                    .toList()) {
                boolean small = Files.isRegularFile(file) && Files.size(file) <= FileReader.LARGEST;
                if (small
                        && ENVIRONMENT
                                .matcher(new String(Files.readAllBytes(file), StandardCharsets.UTF_8))
                                .find()) {
                    return true;
                }
            }
        }
        return false;
    }
}
