package dev.envctl.git;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.envctl.problem.Code;
import dev.envctl.problem.ProblemException;
import dev.envctl.testing.GitOrigin;
import dev.envctl.testing.GitServer;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.eclipse.jgit.lib.CommitBuilder;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.TreeFormatter;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;
import org.eclipse.jgit.transport.CredentialItem;
import org.eclipse.jgit.transport.URIish;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MirrorTest {

    @TempDir
    private Path directory;

    private GitOrigin origin;
    private Mirror mirror;
    private String first = "";

    @BeforeEach
    void start() {
        origin = new GitOrigin(directory.resolve("origin"));
        first = origin.write("a.txt", "one\n").write("b/c.txt", "one\n").commit("First");
        mirror = new Mirror(directory.resolve("mirrors/a.git"), origin.url());
    }

    /// A merge, then a rebase of two commits: the line has the merge and the two, and none of the branch's own.
    @Test
    void aBranchHasALineOfItsOwn() {
        String feature = origin.branch("feature").write("f.txt", "f\n").commit("Feature");
        origin.write("f.txt", "g\n");
        String tip = origin.commit("More of it");
        String merge = origin.checkOut("main").merge("feature");
        String second = origin.write("a.txt", "two\n").commit("Second");
        String third = origin.write("a.txt", "three\n").commit("Third");
        mirror.fetch(List.of(third, tip), Credentials.NONE);

        assertThat(mirror.line(first, third, 10))
                .containsExactly(
                        new Mirror.Step(merge, true), new Mirror.Step(second, false), new Mirror.Step(third, false));
        assertThat(mirror.line(first, third, 2)).extracting(Mirror.Step::commit).containsExactly(second, third);
        assertThat(mirror.line(feature, tip, 10)).containsExactly(new Mirror.Step(tip, false));
        assertThat(mirror.line(third, first, 10)).isEmpty();
        assertThat(mirror.line(third, third, 10)).isEmpty();
    }

    @Test
    void aMergeMakesACommitWhenNothingElseCameWithIt() {
        String head = origin.branch("feature").write("f.txt", "f\n").commit("Feature");
        origin.checkOut("main").write("b/c.txt", "two\n");
        String other = origin.commit("Meanwhile");
        String squashed = origin.write("f.txt", "f\n").commit("Squashed");
        String conflicting = origin.write("f.txt", "g\n").commit("Otherwise");
        mirror.fetch(List.of(head, conflicting), Credentials.NONE);

        assertThat(mirror.makes(other, head, squashed)).isTrue();
        assertThat(mirror.makes(first, head, squashed)).isFalse();
        assertThat(mirror.makes(other, head, conflicting)).isFalse();
        assertThat(mirror.makes(conflicting, head, conflicting))
                .as("a conflict")
                .isFalse();
        assertThat(mirror.has(List.of(head, squashed))).isTrue();
        assertThat(mirror.has(List.of(head, "0".repeat(39) + "1"))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"refs/pull/7/head", "refs/merge-requests/7/head"})
    void bringsTheHeadsOfPullRequests(String ref) throws IOException {
        String head = origin.branch("fork").write("a.txt", "from a fork\n").commit("Fork");
        origin.keepAs("fork", ref);

        mirror.fetch(List.of(first, head), Credentials.NONE);

        assertThat(checkOut(head).resolve("a.txt")).hasContent("from a fork");
        assertThat(mirror.branch("main")).contains(first);
        assertThat(mirror.branchContains("main", first)).isTrue();
        assertThat(mirror.branchContains("main", head)).isFalse();
    }

    @Test
    void learnsWhatIsNewAndForgetsBranchesThatAreGone() {
        origin.branch("feature").write("x", "x").commit("Feature");
        mirror.fetch(List.of(), Credentials.NONE);
        origin.checkOut("main");
        String second = origin.write("a.txt", "two\n").commit("Second");
        origin.git(git ->
                git.branchDelete().setBranchNames("feature").setForce(true).call());

        mirror.fetch(List.of(second), Credentials.NONE);

        assertThat(mirror.branch("main")).contains(second);
        assertThat(mirror.branch("feature")).isEmpty();
    }

    @Test
    void mergesWithoutAWorkTree() throws IOException {
        String head = origin.branch("feature").write("b/c.txt", "feature\n").commit("Feature");
        String base = origin.checkOut("main").write("a.txt", "main\n").commit("Main");
        mirror.fetch(List.of(base, head), Credentials.NONE);

        Path merged = checkOut(mirror.merge(base, head));

        assertThat(merged.resolve("a.txt")).hasContent("main");
        assertThat(merged.resolve("b/c.txt")).hasContent("feature");
        assertThat(merged.resolve(".git")).doesNotExist();
        assertThat(mirror.changed(base, head)).containsExactly("b/c.txt");
        assertThat(mirror.merge(first, head)).isEqualTo(mirror.tree(head));
    }

    @Test
    void namesWhatConflicts() {
        String head = origin.branch("feature").write("b/c.txt", "feature\n").commit("Feature");
        String base = origin.checkOut("main").write("b/c.txt", "main\n").commit("Main");
        mirror.fetch(List.of(base, head), Credentials.NONE);

        assertThatThrownBy(() -> mirror.merge(base, head))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        refused ->
                                assertThat(refused.problems().getFirst().code()).isEqualTo(Code.MERGE_CONFLICT))
                .hasMessageContaining("both changed b/c.txt");
    }

    @Test
    void tellsBothNamesOfWhatWasRenamed() {
        String head = origin.branch("feature").move("b/c.txt", "d/e.txt").commit("Renamed");
        mirror.fetch(List.of(first, head), Credentials.NONE);

        assertThat(mirror.changed(first, head)).containsExactly("b/c.txt", "d/e.txt");
    }

    @Test
    void fetchesOverHttpWithThePasswordOfTheMoment() {
        try (GitServer server = new GitServer(directory.resolve("http"), "acme/platform", "of-today")) {
            String head = server.commit("main", "First", Map.of("a.txt", "one"));
            Mirror served = new Mirror(directory.resolve("mirrors/http.git"), server.cloneUrl());

            assertThatThrownBy(() -> served.fetch(List.of(), new Credentials("bot", "of-yesterday")))
                    .hasMessageContaining("not authorized")
                    .hasMessageNotContaining("of-yesterday");
            served.fetch(List.of(head), new Credentials("bot", "of-today"));

            assertThat(served.branch("main")).contains(head);
            assertThat(directory.resolve("mirrors/http.git/config")).content().doesNotContain("of-today");
        }
    }

    @Test
    void leavesOutLinksThatLeadOutsideHoweverTheyGoAbout() throws IOException {
        Files.writeString(directory.resolve("secret"), "secret");
        String head = origin.link("inside", "b/c.txt")
                .link("absolute", directory.resolve("secret").toString())
                .link("up", "../../secret")
                .link("b/deep", "..")
                .link("through", "b/deep/../../secret")
                .link("loop", "loop")
                .link("nowhere", "later")
                .commit("Links");
        mirror.fetch(List.of(head), Credentials.NONE);

        Path files = checkOut(head);

        try (Stream<Path> links = Files.walk(files)) {
            assertThat(links.filter(Files::isSymbolicLink)
                            .map(link -> files.relativize(link).toString()))
                    .containsExactlyInAnyOrder("inside", "b/deep");
        }
    }

    @Test
    void writesNothingForTreesThatNoGitWouldMake() throws IOException {
        Path outside = Files.createDirectories(directory.resolve("outside"));
        String link = hostile(inserter -> {
            ObjectId target =
                    inserter.insert(Constants.OBJ_BLOB, outside.toString().getBytes(StandardCharsets.UTF_8));
            TreeFormatter tree = new TreeFormatter();
            tree.append("x", FileMode.SYMLINK, target);
            tree.append("x", FileMode.TREE, tree(inserter, "written", FileMode.REGULAR_FILE));
            return inserter.insert(tree);
        });
        mirror.fetch(List.of(), Credentials.NONE);

        checkOut(link);

        assertThat(outside).isEmptyDirectory();
        for (String name : new String[] {"..", ".git", ".GIT", "."}) {
            String commit = hostile(inserter -> tree(inserter, name, FileMode.REGULAR_FILE));
            assertThatThrownBy(() -> checkOut(commit)).as(name).hasMessageContaining("not checked out");
        }
    }

    @Test
    void stopsAtItsBounds() {
        Mirror small = new Mirror(directory.resolve("mirrors/b.git"), origin.url(), new Bounds(1, 1_000));
        small.fetch(List.of(first), Credentials.NONE);

        assertThatThrownBy(() -> small.checkOut(first, directory.resolve("small"), _ -> true))
                .hasMessageContaining("more than 1 files");
    }

    @Test
    void isSafeForManyAtOnceAndAfterOneThatDied() throws Exception {
        mirror.fetch(List.of(first), Credentials.NONE);
        Files.writeString(directory.resolve("mirrors/a.git/refs/heads/main.lock"), "left behind");
        Files.writeString(directory.resolve("mirrors/a.git/packed-refs.lock"), "left behind");
        String head = origin.write("a.txt", "two\n").commit("Second");

        try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
            List<Future<?>> fetches = IntStream.range(0, 8)
                    .<Future<?>>mapToObj(
                            _ -> threads.submit(() -> new Mirror(directory.resolve("mirrors/a.git"), origin.url())
                                    .fetch(List.of(head), Credentials.NONE)))
                    .toList();
            for (Future<?> fetch : fetches) {
                fetch.get();
            }
        }

        assertThat(mirror.branch("main")).contains(head);
    }

    @Test
    void showsCredentialsToTheirHostAloneAndPutsThemIntoNoMessage() throws Exception {
        Credentials credentials = new Credentials("bot", "very-secret");
        HostCredentials provider = new HostCredentials(new URIish("https://git.example.com/a.git"), credentials);
        CredentialItem.Username user = new CredentialItem.Username();

        assertThat(provider.get(new URIish("https://evil.example.com/a.git"), user))
                .isFalse();
        assertThat(user.getValue()).isNull();
        assertThat(provider.get(new URIish("https://git.example.com/a.git"), user))
                .isTrue();
        assertThat(credentials.toString()).doesNotContain("very-secret");
        Mirror unreachable = new Mirror(directory.resolve("mirrors/c.git"), URI.create("https://127.0.0.1:1/a.git"));
        assertThatThrownBy(() -> unreachable.fetch(List.of(), credentials))
                .hasMessageContaining("https://127.0.0.1:1/a.git")
                .hasMessageNotContaining("very-secret");
        assertThatThrownBy(() -> new Mirror(directory, URI.create("https://bot:very-secret@git.example.com/a.git")))
                .hasMessageContaining("holds a password")
                .hasMessageNotContaining("very-secret");
    }

    private Path checkOut(String what) throws IOException {
        Path target = directory.resolve("files-" + what);
        mirror.checkOut(what, target, _ -> true);
        return target.toRealPath();
    }

    private interface Tree {
        ObjectId insert(ObjectInserter inserter) throws IOException;
    }

    private static ObjectId tree(ObjectInserter inserter, String name, FileMode mode) throws IOException {
        TreeFormatter tree = new TreeFormatter();
        byte[] raw = name.getBytes(StandardCharsets.UTF_8);
        tree.append(raw, 0, raw.length, mode, inserter.insert(Constants.OBJ_BLOB, new byte[] {1}), true);
        return inserter.insert(tree);
    }

    /// Straight into the mirror, past what git would check on the way. Returns the commit's id.
    private String hostile(Tree tree) throws IOException {
        mirror.fetch(List.of(), Credentials.NONE);
        try (var repository = new FileRepositoryBuilder()
                        .setGitDir(directory.resolve("mirrors/a.git").toFile())
                        .build();
                ObjectInserter inserter = repository.newObjectInserter()) {
            CommitBuilder commit = new CommitBuilder();
            PersonIdent attacker = new PersonIdent("a", "a@example.com");
            commit.setTreeId(tree.insert(inserter));
            commit.setAuthor(attacker);
            commit.setCommitter(attacker);
            ObjectId id = inserter.insert(commit);
            inserter.flush();
            return id.name();
        }
    }
}
