package dev.envctl.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.UnaryOperator;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.api.MergeCommand.FastForwardMode;
import org.eclipse.jgit.api.ResetCommand;
import org.eclipse.jgit.api.errors.GitAPIException;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.Ref;

/// A repository on disk that others clone.
public final class GitOrigin {

    private static final PersonIdent SOMEBODY = new PersonIdent("Somebody", "somebody@example.com");

    private final Path directory;

    public GitOrigin(Path directory) {
        this.directory = directory;
        try {
            Git.init()
                    .setDirectory(directory.toFile())
                    .setInitialBranch("main")
                    .call()
                    .close();
        } catch (GitAPIException broken) {
            throw new IllegalStateException(broken);
        }
    }

    public URI url() {
        return directory.toUri();
    }

    public Path directory() {
        return directory;
    }

    /// From now on it is not there, as a server that is restarted.
    public void hide() {
        move(directory, hidden());
    }

    public void show() {
        move(hidden(), directory);
    }

    private Path hidden() {
        return directory.resolveSibling(directory.getFileName() + ".hidden");
    }

    private static void move(Path from, Path to) {
        try {
            Files.move(from, to);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    public interface Work<T> {
        T with(Git git) throws GitAPIException, IOException;
    }

    public <T> T git(Work<T> work) {
        try (Git git = Git.open(directory.toFile())) {
            return work.with(git);
        } catch (GitAPIException | IOException broken) {
            throw new IllegalStateException(broken);
        }
    }

    public GitOrigin write(String file, String text) {
        try {
            Path path = directory.resolve(file);
            Files.createDirectories(path.getParent());
            Files.writeString(path, text);
            return this;
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    public GitOrigin edit(String file, UnaryOperator<String> change) {
        try {
            return write(file, change.apply(Files.readString(directory.resolve(file))));
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    public GitOrigin link(String file, String target) {
        try {
            Path path = directory.resolve(file);
            Files.createDirectories(path.getParent());
            Files.createSymbolicLink(path, Path.of(target));
            return this;
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    public GitOrigin remove(String pattern) {
        git(git -> git.rm().addFilepattern(pattern).call());
        return this;
    }

    public GitOrigin move(String from, String to) {
        try {
            Path target = directory.resolve(to);
            Files.createDirectories(target.getParent());
            Files.move(directory.resolve(from), target);
            return this;
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    /// A new branch where HEAD is.
    public GitOrigin branch(String name) {
        git(git -> git.checkout().setCreateBranch(true).setName(name).call());
        return this;
    }

    /// A new branch that has nothing in common with any other.
    public GitOrigin orphan(String name) {
        git(git -> git.checkout().setOrphan(true).setName(name).call());
        return this;
    }

    public GitOrigin checkOut(String name) {
        git(git -> git.checkout().setName(name).call());
        return this;
    }

    /// Everything that there is now. Returns the commit's id.
    public String commit(String message) {
        return git(git -> {
            git.add().addFilepattern(".").call();
            git.add().addFilepattern(".").setUpdate(true).call();
            return git.commit()
                    .setMessage(message)
                    .setAuthor(SOMEBODY)
                    .setCommitter(SOMEBODY)
                    .setSign(false)
                    .call()
                    .name();
        });
    }

    /// Merges a branch into the one that is checked out, as the button on a forge does. Returns the commit's id.
    public String merge(String branch) {
        return git(git -> {
            git.merge()
                    .include(git.getRepository().resolve("refs/heads/" + branch))
                    .setFastForward(FastForwardMode.NO_FF)
                    .setCommit(false)
                    .call();
            return git.commit()
                    .setMessage("Merge " + branch)
                    .setAuthor(SOMEBODY)
                    .setCommitter(SOMEBODY)
                    .setSign(false)
                    .call()
                    .name();
        });
    }

    public String head() {
        return git(git -> git.getRepository().resolve("HEAD").name());
    }

    /// Merges by moving the main branch forward.
    public void fastForward(String commit) {
        checkOut("main");
        git(git ->
                git.reset().setMode(ResetCommand.ResetType.HARD).setRef(commit).call());
    }

    /// Takes a branch away and leaves its commit where a forge keeps the heads of pull requests.
    public void keepAs(String branch, String ref) {
        git(git -> {
            Ref head = git.getRepository().exactRef("refs/heads/" + branch);
            var update = git.getRepository().updateRef(ref);
            update.setNewObjectId(head.getObjectId());
            update.update();
            git.checkout().setName("main").call();
            return git.branchDelete().setBranchNames(branch).setForce(true).call();
        });
    }
}
