package dev.envctl.git;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.envctl.problem.Code;
import dev.envctl.problem.ProblemException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.api.errors.GitAPIException;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.revwalk.RevCommit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GitTest {

    private static final PersonIdent SOMEBODY = new PersonIdent("Somebody", "somebody@example.com");

    @TempDir
    private Path temporary;

    private Path repository;

    @BeforeEach
    void start() throws GitAPIException, IOException {
        repository = temporary.resolve("repository");
        Git.init()
                .setDirectory(repository.toFile())
                .setInitialBranch("main")
                .call()
                .close();
        commit("modules/studio/module.yaml", "one");
    }

    @Test
    void checksOutATagAndKeepsItWhenTheRepositoryIsGone() throws Exception {
        try (Git git = Git.open(repository.toFile())) {
            git.tag().setName("v1").setTagger(SOMEBODY).call();
        }
        commit("modules/studio/module.yaml", "two");
        Checkouts checkouts = new Checkouts(temporary.resolve("cache"));

        Path first = checkouts.fetch(repository.toUri().toString(), "v1");
        String uri = repository.toUri().toString();
        Files.move(repository, temporary.resolve("gone"));

        assertThat(first.resolve("modules/studio/module.yaml")).hasContent("one");
        assertThat(checkouts.fetch(uri, "v1")).isEqualTo(first);
    }

    @Test
    void checksOutACommit() throws Exception {
        RevCommit commit = commit("a.txt", "at the commit");
        commit("a.txt", "later");

        Path checkout = new Checkouts(temporary.resolve("cache"))
                .fetch(repository.toUri().toString(), commit.name());

        assertThat(checkout.resolve("a.txt")).hasContent("at the commit");
    }

    @Test
    void refusesWhatMovesAndWhatIsNotThere() {
        Checkouts checkouts = new Checkouts(temporary.resolve("cache"));
        String uri = repository.toUri().toString();

        assertRefused(() -> checkouts.fetch(uri, "main"), Code.MODULE_REF_NOT_PINNED, "is a branch");
        assertRefused(() -> checkouts.fetch(uri, "v9"), Code.MODULE_REF_NOT_PINNED, "has no tag \"v9\"");
        assertRefused(() -> checkouts.fetch(uri, "0".repeat(40)), Code.MODULE_NOT_FOUND, "has no commit");
        assertRefused(
                () -> checkouts.fetch("https://127.0.0.1:1/modules.git", "v1"),
                Code.MODULE_SOURCE_UNREACHABLE,
                "Fetching https://127.0.0.1:1/modules.git");
    }

    @Test
    void listsWhatChangedSinceTheBranchWasLeft() throws Exception {
        commit("deleted.yaml", "x");
        try (Git git = Git.open(repository.toFile())) {
            git.checkout().setCreateBranch(true).setName("feature").call();
            git.checkout().setName("main").call();
        }
        commit("only-on-main.yaml", "x");
        try (Git git = Git.open(repository.toFile())) {
            git.checkout().setName("feature").call();
        }
        commit("environments/dev/a.yaml", "x");
        commit(".gitignore", "*.log\n");
        Files.writeString(repository.resolve("uncommitted.yaml"), "x");
        Files.writeString(repository.resolve("noise.log"), "x");
        Files.delete(repository.resolve("deleted.yaml"));

        assertThat(ChangedFiles.since("main", repository.resolve("environments")))
                .map(path -> repository.toAbsolutePath().relativize(path).toString())
                .containsExactly(".gitignore", "deleted.yaml", "environments/dev/a.yaml", "uncommitted.yaml");
    }

    @Test
    void saysWhatIsMissingForAComparison() {
        assertRefused(
                () -> ChangedFiles.since("origin/main", repository), Code.GIT_UNAVAILABLE, "no commit \"origin/main\"");
        assertRefused(() -> ChangedFiles.since("main", Path.of("/")), Code.GIT_UNAVAILABLE, "not in a git repository");
    }

    private static void assertRefused(Runnable call, Code code, String detail) {
        assertThatThrownBy(call::run)
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        refused ->
                                assertThat(refused.problems().getFirst().code()).isEqualTo(code))
                .hasMessageContaining(detail);
    }

    private RevCommit commit(String file, String text) throws IOException, GitAPIException {
        Path path = repository.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, text);
        try (Git git = Git.open(repository.toFile())) {
            git.add().addFilepattern(".").call();
            return git.commit()
                    .setMessage("Change " + file)
                    .setAuthor(SOMEBODY)
                    .setCommitter(SOMEBODY)
                    .setSign(false)
                    .call();
        }
    }
}
