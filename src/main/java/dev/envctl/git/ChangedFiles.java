package dev.envctl.git;

import dev.envctl.problem.Code;
import dev.envctl.problem.Problem;
import dev.envctl.problem.ProblemException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.api.errors.GitAPIException;
import org.eclipse.jgit.diff.DiffEntry;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;
import org.eclipse.jgit.treewalk.CanonicalTreeParser;
import org.eclipse.jgit.treewalk.FileTreeIterator;

/// What has changed since a branch was left: every file that differs between the merge base of a ref with HEAD and the
/// work tree, so that what is not committed yet counts too.
public final class ChangedFiles {

    private ChangedFiles() {}

    /// Absolute paths, sorted; both names of a renamed file, and the names of deleted ones. Throws
    /// [ProblemException].
    public static List<Path> since(String ref, Path directory) {
        GitSetup.once();
        var builder = new FileRepositoryBuilder()
                .findGitDir(directory.toAbsolutePath().toFile());
        if (builder.getGitDir() == null) {
            throw new ProblemException(
                    Problem.of(Code.GIT_UNAVAILABLE, "%s is not in a git repository.".formatted(directory)));
        }
        try (Repository repository = builder.build();
                Git git = new Git(repository)) {
            Path root = repository.getWorkTree().toPath().toAbsolutePath().normalize();
            return diff(git, mergeBase(repository, ref)).stream()
                    .flatMap(ChangedFiles::paths)
                    .distinct()
                    .sorted()
                    .map(root::resolve)
                    .toList();
        } catch (IOException | GitAPIException broken) {
            throw new ProblemException(
                    Problem.of(Code.GIT_UNAVAILABLE, "Comparing with %s: %s.".formatted(ref, broken.getMessage())),
                    broken);
        }
    }

    private static RevCommit mergeBase(Repository repository, String ref) throws IOException {
        ObjectId base = repository.resolve(ref + "^{commit}");
        ObjectId head = repository.resolve(Constants.HEAD + "^{commit}");
        if (base == null || head == null) {
            throw new ProblemException(Problem.of(
                            Code.GIT_UNAVAILABLE,
                            base == null
                                    ? "There is no commit \"%s\" in this repository.".formatted(ref)
                                    : "The repository has no commit yet.")
                    .withHint("In a shallow clone, fetch the history first: actions/checkout takes fetch-depth: 0."));
        }
        return History.mergeBase(repository, base, head, ref, Constants.HEAD);
    }

    private static List<DiffEntry> diff(Git git, RevCommit base) throws IOException, GitAPIException {
        Repository repository = git.getRepository();
        try (ObjectReader reader = repository.newObjectReader()) {
            var before = new CanonicalTreeParser(null, reader, base.getTree());
            return git.diff()
                    .setOldTree(before)
                    .setNewTree(new FileTreeIterator(repository))
                    .setShowNameAndStatusOnly(true)
                    .call();
        }
    }

    private static Stream<Path> paths(DiffEntry entry) {
        return Stream.of(entry.getOldPath(), entry.getNewPath())
                .filter(path -> !path.equals(DiffEntry.DEV_NULL))
                .map(Path::of);
    }
}
