package dev.envctl.git;

import dev.envctl.problem.Code;
import dev.envctl.problem.Problem;
import dev.envctl.problem.ProblemException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.api.errors.GitAPIException;
import org.eclipse.jgit.api.errors.JGitInternalException;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.Repository;

/// The files of repositories at a tag or commit, kept in a cache directory. What is in the cache is used without asking
/// anybody, because neither a tag nor a commit is supposed to move. Several processes may share the cache.
public final class Checkouts {

    private static final Pattern COMMIT = Pattern.compile("[0-9a-f]{40}");
    private static final int PATIENCE_SECONDS = 120;
    private static final String FILES = "files";

    private final Path cache;

    public Checkouts(Path cache) {
        this.cache = cache;
    }

    /// The directory of the files. Throws [ProblemException] without a place when the repository cannot be
    /// reached, or when the ref is a branch or nothing at all.
    public Path fetch(String repository, String ref) {
        Path checkout = cache.resolve(key(repository + "?ref=" + ref));
        if (Files.isDirectory(checkout)) {
            return checkout;
        }
        boolean commit = COMMIT.matcher(ref).matches();
        if (!commit) {
            requireTag(repository, ref);
        }
        try {
            Files.createDirectories(cache);
            Path fresh = Files.createTempDirectory(cache, "fetching-");
            try {
                checkOut(repository, ref, commit, fresh);
                moveInto(checkout, fresh.resolve(FILES));
            } finally {
                Trees.delete(fresh);
            }
            return checkout;
        } catch (IOException broken) {
            throw refused(
                    Code.CANNOT_READ_FILE,
                    "Writing the module cache %s: %s.".formatted(cache, broken.getMessage()),
                    broken);
        }
    }

    private static void requireTag(String repository, String ref) {
        Set<String> refs = remoteRefs(repository);
        if (refs.contains(Constants.R_TAGS + ref)) {
            return;
        }
        if (refs.contains(Constants.R_HEADS + ref)) {
            throw new ProblemException(Problem.of(
                    Code.MODULE_REF_NOT_PINNED,
                    "\"%s\" is a branch of %s, which moves. Name a tag or a whole commit id."
                            .formatted(ref, repository)));
        }
        throw new ProblemException(Problem.of(
                Code.MODULE_REF_NOT_PINNED,
                "%s has no tag \"%s\". Name a tag or a whole commit id of 40 digits.".formatted(repository, ref)));
    }

    private static Set<String> remoteRefs(String repository) {
        try {
            GitSetup.once();
            Collection<Ref> refs = Git.lsRemoteRepository()
                    .setRemote(repository)
                    .setTimeout(PATIENCE_SECONDS)
                    .call();
            return refs.stream().map(Ref::getName).collect(Collectors.toSet());
        } catch (GitAPIException unreachable) {
            throw unreachable(repository, unreachable);
        }
    }

    private static void checkOut(String repository, String ref, boolean commit, Path directory) throws IOException {
        GitSetup.once();
        var clone = Git.cloneRepository()
                .setURI(repository)
                .setTimeout(PATIENCE_SECONDS)
                .setDirectory(directory.resolve("repository").toFile())
                .setBare(true);
        if (!commit) {
            clone.setBranch(Constants.R_TAGS + ref).setDepth(1);
        }
        try (Git git = clone.call()) {
            ObjectId found = find(git.getRepository(), commit ? ref : Constants.R_TAGS + ref)
                    .orElseThrow(() -> new ProblemException(
                            Problem.of(Code.MODULE_NOT_FOUND, "%s has no commit %s.".formatted(repository, ref))));
            TreeFiles.write(git.getRepository(), found, directory.resolve(FILES), Bounds.USUAL, _ -> true);
        } catch (GitAPIException | JGitInternalException broken) {
            throw unreachable(repository, broken);
        }
    }

    private static Optional<ObjectId> find(Repository repository, String name) throws IOException {
        try {
            return Optional.ofNullable(repository.resolve(name + "^{tree}"));
        } catch (MissingObjectException absent) {
            return Optional.empty();
        }
    }

    /// Somebody else may have been faster, with the same result.
    private static void moveInto(Path checkout, Path fresh) throws IOException {
        try {
            Files.move(fresh, checkout, StandardCopyOption.ATOMIC_MOVE);
        } catch (FileAlreadyExistsException | DirectoryNotEmptyException | AtomicMoveNotSupportedException raced) {
            if (!Files.isDirectory(checkout)) {
                throw raced;
            }
        }
    }

    private static ProblemException unreachable(String repository, Exception cause) {
        Problem problem = Problem.of(
                        Code.MODULE_SOURCE_UNREACHABLE, "Fetching %s: %s.".formatted(repository, Reasons.of(cause)))
                .withHint(
                        "The first use of a module from git needs the network; afterwards the module cache serves it.");
        return new ProblemException(problem, cause);
    }

    private static ProblemException refused(Code code, String detail, Exception cause) {
        return new ProblemException(Problem.of(code, detail), cause);
    }

    private static String key(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, 12);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java has SHA-256; this is a bug in envctl", impossible);
        }
    }
}
