package dev.envctl.git;

import dev.envctl.problem.Code;
import dev.envctl.problem.Problem;
import dev.envctl.problem.ProblemException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.eclipse.jgit.lib.AnyObjectId;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectLoader;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.treewalk.TreeWalk;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Writes a tree that somebody else made into an empty directory: files alone, without a `.git`. Nothing is written or
/// linked outside, whatever the tree says; submodules are left out, and what is kept elsewhere (LFS) stays a pointer.
final class TreeFiles {

    private static final Logger log = LoggerFactory.getLogger(TreeFiles.class);
    private static final int LONGEST_LINK = 4_096;

    private final Repository repository;
    private final Path directory;
    private final Bounds bounds;
    private final Map<Path, String> links = new LinkedHashMap<>();
    private int files;
    private long bytes;

    private TreeFiles(Repository repository, Path directory, Bounds bounds) {
        this.repository = repository;
        this.directory = directory;
        this.bounds = bounds;
    }

    /// `wanted` is asked with the path from the root of the tree. Links that lead to something are always there,
    /// since what is wanted may be reached through them.
    static void write(Repository repository, AnyObjectId tree, Path directory, Bounds bounds, Predicate<String> wanted)
            throws IOException {
        Files.createDirectories(directory);
        TreeFiles files = new TreeFiles(repository, directory.toRealPath(), bounds);
        try (TreeWalk walk = new TreeWalk(repository)) {
            walk.addTree(tree);
            walk.setRecursive(true);
            while (walk.next()) {
                if (walk.getFileMode(0) == FileMode.SYMLINK || wanted.test(walk.getPathString())) {
                    files.entry(walk);
                }
            }
        }
        files.link();
    }

    private void entry(TreeWalk walk) throws IOException {
        Optional<Path> place = place(walk.getPathString());
        if (place.isEmpty()) {
            return;
        }
        FileMode mode = walk.getFileMode(0);
        if (mode == FileMode.SYMLINK) {
            Files.createDirectories(place.get().resolveSibling("."));
            links.put(place.get(), linkTarget(walk.getObjectId(0)));
        } else if (mode == FileMode.REGULAR_FILE || mode == FileMode.EXECUTABLE_FILE) {
            file(walk, place.get());
        }
    }

    /// Empty for a name that this machine's file system cannot spell.
    private Optional<Path> place(String path) {
        for (String name : path.split("/", -1)) {
            if (name.isEmpty()
                    || name.equals(".")
                    || name.equals("..")
                    || name.toLowerCase(Locale.ROOT).equals(".git")) {
                throw corrupt(path, "no git would write such a name");
            }
        }
        try {
            Path place = directory.resolve(path).normalize();
            if (!place.startsWith(directory)) {
                throw corrupt(path, "it leads outside");
            }
            return Optional.of(place);
        } catch (InvalidPathException foreign) {
            log.debug("leaving out a file", foreign);
            return Optional.empty();
        }
    }

    private void file(TreeWalk walk, Path place) throws IOException {
        ObjectLoader content = repository.open(walk.getObjectId(0));
        files++;
        bytes += content.getSize();
        if (files > bounds.files() || bytes > bounds.bytes()) {
            throw new ProblemException(Problem.of(
                    Code.CHECKOUT_TOO_LARGE,
                    "The commit holds more than %d files or %d MB, which is the most that is checked out."
                            .formatted(bounds.files(), bounds.bytes() / 1_000_000)));
        }
        Files.createDirectories(place.resolveSibling("."));
        try (OutputStream out = Files.newOutputStream(place, StandardOpenOption.CREATE_NEW)) {
            content.copyTo(out);
        } catch (FileAlreadyExistsException twice) {
            throw corrupt(walk.getPathString(), "it stands there twice");
        }
    }

    private String linkTarget(ObjectId id) throws IOException {
        return new String(repository.open(id).getCachedBytes(LONGEST_LINK), StandardCharsets.UTF_8);
    }

    /// Links come after every file and directory, so that nothing is written through one; and where one leads is
    /// asked of the file system once all are there, because links lead through links. What does not end inside is
    /// taken away again.
    private void link() throws IOException {
        for (Map.Entry<Path, String> link : links.entrySet()) {
            try {
                Files.createSymbolicLink(link.getKey(), Path.of(link.getValue()));
            } catch (FileAlreadyExistsException | InvalidPathException odd) {
                log.debug("leaving out a link", odd);
            }
        }
        for (Path link : links.keySet()) {
            if (Files.isSymbolicLink(link) && !endsInside(link)) {
                log.debug("leaving out the link {}, which leads nowhere or outside", link);
                Files.delete(link);
            }
        }
    }

    private boolean endsInside(Path link) {
        try {
            return link.toRealPath().startsWith(directory);
        } catch (IOException nowhere) {
            return false;
        }
    }

    private static ProblemException corrupt(String path, String why) {
        return new ProblemException(Problem.of(
                Code.COMMIT_UNUSABLE,
                "The commit holds a file called \"%s\", which is not checked out: %s.".formatted(path, why)));
    }
}
