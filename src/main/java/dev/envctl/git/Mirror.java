package dev.envctl.git;

import dev.envctl.problem.Code;
import dev.envctl.problem.Problem;
import dev.envctl.problem.ProblemException;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.eclipse.jgit.api.FetchCommand;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.api.errors.GitAPIException;
import org.eclipse.jgit.api.errors.JGitInternalException;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.lib.AnyObjectId;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.merge.MergeStrategy;
import org.eclipse.jgit.merge.ResolveMerger;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;
import org.eclipse.jgit.transport.RefSpec;
import org.eclipse.jgit.transport.TagOpt;
import org.eclipse.jgit.transport.URIish;
import org.eclipse.jgit.treewalk.TreeWalk;
import org.eclipse.jgit.treewalk.filter.TreeFilter;

/// A bare copy of a repository on this machine, which learns what is new with every fetch and works out merges and
/// differences without a work tree. Commits are named by their ids alone, trees by what [#merge] and [#tree] say. Safe
/// for any number of threads and processes. Throws [ProblemException].
public final class Mirror {

    private static final Pattern OBJECT = Pattern.compile("[0-9a-f]{40}");
    private static final List<RefSpec> BRANCHES = List.of(new RefSpec("+refs/heads/*:refs/heads/*"));
    /// Where GitHub, Gitea and Forgejo, and GitLab keep the heads of pull requests, those from forks included.
    private static final List<RefSpec> PULL_REQUESTS = List.of(
            new RefSpec("+refs/pull/*/head:refs/pull/*/head"),
            new RefSpec("+refs/merge-requests/*/head:refs/merge-requests/*/head"));

    private static final int PATIENCE_SECONDS = 120;
    private static final int NAMED_CONFLICTS = 20;

    private final Path directory;
    private final URI url;
    private final Bounds bounds;

    public Mirror(Path directory, URI url) {
        this(directory, url, Bounds.USUAL);
    }

    /// `directory` belongs to this repository alone. The URL must hold no password: credentials come with each
    /// call.
    public Mirror(Path directory, URI url, Bounds bounds) {
        this.directory = directory.toAbsolutePath().normalize();
        this.url = url;
        this.bounds = bounds;
        if (Optional.ofNullable(url.getUserInfo())
                .filter(user -> user.contains(":"))
                .isPresent()) {
            throw new ProblemException(Problem.of(
                    Code.GIT_UNAVAILABLE,
                    "The clone URL of a repository on %s holds a password. Take it out; the forge's token is used."
                            .formatted(url.getHost())));
        }
    }

    /// Brings all branches up to date, and whatever is not here yet of `commits`: asked for by id where the server
    /// allows that, otherwise with all pull requests.
    public void fetch(Collection<String> commits, Credentials credentials) {
        commits.forEach(Mirror::id);
        try (MirrorLock _ = MirrorLock.of(directory)) {
            MirrorLock.createIfAbsent(directory);
            fetch(BRANCHES, credentials);
            if (!missing(commits).isEmpty() && !fetchById(missing(commits), credentials)) {
                fetch(PULL_REQUESTS, credentials);
            }
        } catch (IOException | GitAPIException | JGitInternalException broken) {
            throw unreachable(broken);
        }
        List<String> missing = missing(commits);
        if (!missing.isEmpty()) {
            throw new ProblemException(
                    Problem.of(Code.COMMIT_MISSING, "%s has no commit %s.".formatted(url, String.join(", ", missing))));
        }
    }

    private boolean fetchById(List<String> commits, Credentials credentials) throws IOException {
        try {
            fetch(
                    commits.stream()
                            .map(commit -> new RefSpec(commit + ":refs/envctl/" + commit))
                            .toList(),
                    credentials);
            return missing(commits).isEmpty();
        } catch (GitAPIException | JGitInternalException notOffered) {
            return false;
        }
    }

    private void fetch(List<RefSpec> specs, Credentials credentials) throws IOException, GitAPIException {
        try (Git git = new Git(open())) {
            FetchCommand fetch = git.fetch()
                    .setRemote(url.toString())
                    .setRefSpecs(specs)
                    .setTagOpt(TagOpt.NO_TAGS)
                    .setRemoveDeletedRefs(specs.equals(BRANCHES))
                    .setTimeout(PATIENCE_SECONDS);
            if (!credentials.isNone()) {
                fetch.setCredentialsProvider(new HostCredentials(address(), credentials));
            }
            fetch.call();
        }
    }

    private URIish address() throws IOException {
        try {
            return new URIish(url.toString());
        } catch (URISyntaxException odd) {
            throw new IOException("it is no address that git knows", odd);
        }
    }

    /// Whether all of them are here already.
    public boolean has(Collection<String> commits) {
        return missing(commits).isEmpty();
    }

    private List<String> missing(Collection<String> commits) {
        return reading(repository -> {
            List<String> missing = new ArrayList<>();
            for (String commit : commits) {
                if (!repository.getObjectDatabase().has(id(commit))) {
                    missing.add(commit);
                }
            }
            return missing;
        });
    }

    /// The tree of `head` merged into `base`. Where the two cannot be merged, the problem names the files.
    public String merge(String base, String head) {
        return reading(repository -> {
            if (History.contains(repository, id(head), id(base))) {
                return treeOf(repository, head);
            }
            ResolveMerger merger = (ResolveMerger) MergeStrategy.RECURSIVE.newMerger(repository, true);
            if (!merger.merge(id(base), id(head))) {
                throw conflict(merger.getUnmergedPaths());
            }
            return merger.getResultTreeId().name();
        });
    }

    private static ProblemException conflict(List<String> paths) {
        List<String> named = paths.stream().sorted().limit(NAMED_CONFLICTS).toList();
        String more = paths.size() > named.size() ? " and %d more".formatted(paths.size() - named.size()) : "";
        String files = named.isEmpty() ? "it" : String.join(", ", named) + more;
        return new ProblemException(Problem.of(
                        Code.MERGE_CONFLICT,
                        "Merging the pull request into its base: both changed %s.".formatted(files))
                .withHint("Merge the base branch into the pull request, or rebase it, and resolve the conflicts."));
    }

    public String tree(String commit) {
        return reading(repository -> treeOf(repository, commit));
    }

    /// The commit at the end of a branch, as of the last fetch. The name comes from `runner.yaml`.
    public Optional<String> branch(String name) {
        return reading(repository -> Optional.ofNullable(repository.exactRef(Constants.R_HEADS + name))
                .map(ref -> ref.getObjectId().name()));
    }

    /// Whether a branch has come by this commit.
    public boolean branchContains(String name, String commit) {
        Optional<String> tip = branch(name);
        return tip.isPresent() && reading(repository -> History.contains(repository, id(tip.get()), id(commit)));
    }

    /// A commit of a branch's own line, which is its tip, the first parent of that, and so on. `merge` says that it
    /// has other parents beside.
    public record Step(String commit, boolean merge) {}

    /// The steps by which a branch came from one commit to another, the oldest first. Of more than `most` the
    /// latest.
    public List<Step> line(String before, String after, int most) {
        return reading(repository -> History.line(repository, id(before), id(after), most));
    }

    /// Whether merging `head` into `base` gives what there is at `result`, to the last byte.
    public boolean makes(String base, String head, String result) {
        try {
            return merge(base, head).equals(tree(result));
        } catch (ProblemException apart) {
            if (apart.problems().getFirst().code() == Code.MERGE_CONFLICT) {
                return false;
            }
            throw apart;
        }
    }

    /// The files that a pull request changes: all that differ between `head` and where it left `base`; a renamed
    /// one by both its names. Sorted.
    public List<String> changed(String base, String head) {
        return reading(repository -> {
            AnyObjectId parted = History.mergeBase(repository, id(base), id(head), base, head)
                    .getTree();
            List<String> paths = new ArrayList<>();
            try (TreeWalk walk = new TreeWalk(repository)) {
                walk.addTree(parted);
                walk.addTree(ObjectId.fromString(treeOf(repository, head)));
                walk.setRecursive(true);
                walk.setFilter(TreeFilter.ANY_DIFF);
                while (walk.next()) {
                    paths.add(walk.getPathString());
                }
            }
            return paths.stream().sorted().toList();
        });
    }

    /// The files of a commit or tree, in a directory that is new or empty; `wanted` is asked by path from the root.
    /// No `.git`, no link that leads outside, no submodules, and no more than the bounds.
    public void checkOut(String treeOrCommit, Path target, Predicate<String> wanted) {
        reading(repository -> {
            ObjectId tree = ObjectId.fromString(treeOf(repository, treeOrCommit));
            TreeFiles.write(repository, tree, target, bounds, wanted);
            return tree;
        });
    }

    private static String treeOf(Repository repository, String treeOrCommit) throws IOException {
        try (RevWalk walk = new RevWalk(repository)) {
            return walk.parseTree(id(treeOrCommit)).name();
        }
    }

    /// Commits come from outside; what is not an id could mean anything to git.
    private static ObjectId id(String text) {
        if (!OBJECT.matcher(text.toLowerCase(Locale.ROOT)).matches()) {
            throw new ProblemException(Problem.of(Code.COMMIT_MISSING, "\"%s\" is no commit id.".formatted(text)));
        }
        return ObjectId.fromString(text);
    }

    private interface Reading<T> {
        T from(Repository repository) throws IOException;
    }

    private <T> T reading(Reading<T> work) {
        try (Repository repository = open()) {
            return work.from(repository);
        } catch (MissingObjectException absent) {
            throw new ProblemException(
                    Problem.of(
                            Code.COMMIT_MISSING,
                            "%s has no commit %s."
                                    .formatted(url, absent.getObjectId().name())),
                    absent);
        } catch (IOException broken) {
            throw unreachable(broken);
        }
    }

    private Repository open() throws IOException {
        GitSetup.once();
        return new FileRepositoryBuilder()
                .setGitDir(directory.toFile())
                .setBare()
                .build();
    }

    private ProblemException unreachable(Exception cause) {
        return new ProblemException(
                Problem.of(Code.GIT_UNAVAILABLE, "Reading the repository %s: %s.".formatted(url, Reasons.of(cause))),
                cause);
    }
}
