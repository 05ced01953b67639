import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// A directory that holds envctl's jar (`envctl.jar`, whose manifest names the others) and its libraries.
final class Libraries {

    private final Path place;

    Libraries(Path place) {
        this.place = place;
    }

    /// Whether anything changed.
    boolean mirror(Path ownJar, List<Path> libraries) throws IOException {
        boolean changed = replace(ownJar, place.resolve("envctl.jar"));
        for (Path library : libraries) {
            changed |= mirror(library);
        }
        return changed | removeOthers(names(libraries));
    }

    /// A temporary file would be for its owner's eyes only, and so would be its copy; a file in a temporary
    /// directory is an ordinary one.
    private boolean mirror(Path library) throws IOException {
        Path scratch = Files.createTempDirectory("envctl-build");
        Path quick = scratch.resolve(library.getFileName());
        try {
            QuickJar.write(library, quick);
            return replace(quick, place.resolve(library.getFileName()));
        } finally {
            Files.deleteIfExists(quick);
            Files.delete(scratch);
        }
    }

    /// Copies a file whose content differs. Its time is cut to seconds, which is what an archive keeps: the
    /// start-up cache compares the times of jars.
    static boolean replace(Path source, Path target) throws IOException {
        Files.createDirectories(target.getParent());
        if (Files.exists(target) && Files.mismatch(source, target) < 0) {
            return false;
        }
        Files.copy(source, target, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.COPY_ATTRIBUTES);
        Files.setLastModifiedTime(target, FileTime.fromMillis(System.currentTimeMillis() / 1000 * 1000));
        return true;
    }

    private boolean removeOthers(Set<String> names) throws IOException {
        boolean changed = false;
        try (Stream<Path> files = Files.list(place)) {
            for (Path file : files.toList()) {
                String name = file.getFileName().toString();
                if (name.endsWith(".jar") && !name.equals("envctl.jar") && !names.contains(name)) {
                    Files.delete(file);
                    changed = true;
                }
            }
        }
        return changed;
    }

    private static Set<String> names(List<Path> files) {
        return files.stream().map(file -> file.getFileName().toString()).collect(Collectors.toSet());
    }
}
