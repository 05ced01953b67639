package dev.envctl.runner.work;

import dev.envctl.git.Bounds;
import dev.envctl.git.Credentials;
import dev.envctl.git.Mirror;
import dev.envctl.git.Trees;
import dev.envctl.problem.Code;
import dev.envctl.problem.Problem;
import dev.envctl.problem.ProblemException;
import dev.envctl.runner.forge.Forge.GitCredentials;
import dev.envctl.runner.run.Run;
import dev.envctl.runner.settings.RunnerSettings.RepositorySettings;
import dev.envctl.schema.Schemas;
import dev.envctl.spec.EnvironmentFinder;
import dev.envctl.spec.EnvironmentLoader;
import dev.envctl.spec.EnvironmentSettings;
import dev.envctl.spec.EnvironmentSources;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Stream;

/// What git knows of the repositories: which environments there are, and which of them a change touches. Mirrors are
/// kept in the data directory. Commits come from deliveries and are taken for ids and nothing else. Throws
/// [ProblemException]: [Code#GIT_UNAVAILABLE] when the forge cannot be reached, [Code#COMMIT_MISSING] when it has no
/// such commit, or not yet; anything else is for the author of the commit to mend. Safe for any number of threads.
public final class Repositories {

    /// Directories from the repository's root, sorted: environments that a change touches, the new ones among them,
    /// and those that it takes away.
    public record Affected(List<String> changed, List<String> removed) {
        public Affected {
            changed = List.copyOf(changed);
            removed = List.copyOf(removed);
        }
    }

    /// An environment at a commit. Without settings its Environment document cannot be read.
    public record Found(String directory, Optional<EnvironmentSettings> settings) {}

    private static final String CHECKOUTS = "checkouts";

    /// More than any merge queue puts into one push.
    private static final int LONGEST_LINE = 200;

    /// What the database has room for; what is deeper down is nobody's environment.
    private static final int LONGEST_DIRECTORY = 500;

    private final Path dataDirectory;
    private final GitAccess access;
    private final EnvironmentLoader loader;
    private final Bounds bounds;

    public Repositories(Path dataDirectory, GitAccess access, Schemas schemas) {
        this(dataDirectory, access, schemas, Bounds.USUAL);
    }

    Repositories(Path dataDirectory, GitAccess access, Schemas schemas, Bounds bounds) {
        this.dataDirectory = dataDirectory.toAbsolutePath().normalize();
        this.access = access;
        this.bounds = bounds;
        // which local modules there are needs no module from elsewhere
        this.loader = new EnvironmentLoader(schemas, (source, _) -> {
            throw new ProblemException(Problem.of(Code.SOURCE_NOT_ALLOWED, source + " is not needed here."));
        });
    }

    /// The environments whose own files, or those of the local modules and charts that they use, `head` changes;
    /// looked for at the result of merging it into `base`.
    public Affected affected(RepositorySettings repository, String base, String head) {
        Mirror mirror = fetched(repository, List.of(base, head));
        List<Path> changed = mirror.changed(base, head).stream().map(Path::of).toList();
        try (Checkout after = documents(mirror, mirror.merge(base, head));
                Checkout before = documents(mirror, base)) {
            List<String> there = directories(after);
            return new Affected(
                    there.stream()
                            .filter(directory -> isTouched(after, directory, changed))
                            .toList(),
                    directories(before).stream()
                            .filter(directory -> !there.contains(directory))
                            .toList());
        }
    }

    /// The steps of a branch's own line from one commit to another, the oldest first; of very many the latest.
    public List<Mirror.Step> line(RepositorySettings repository, String before, String after) {
        return fetched(repository, List.of(before, after)).line(before, after, LONGEST_LINE);
    }

    /// Whether merging `head` into `base` gives what there is at `result`.
    public boolean makes(RepositorySettings repository, String base, String head, String result) {
        List<String> commits = List.of(base, head, result);
        Mirror mirror = mirror(repository);
        return (mirror.has(commits) ? mirror : fetched(repository, commits)).makes(base, head, result);
    }

    private boolean isTouched(Checkout checkout, String directory, List<Path> changed) {
        EnvironmentSources sources = loader.sources(checkout.environment(directory));
        return changed.stream().map(checkout.root()::resolve).anyMatch(sources::isTouchedBy);
    }

    /// Every environment at a commit, by directory.
    public List<Found> environments(RepositorySettings repository, String commit) {
        Mirror mirror = fetched(repository, List.of(commit));
        try (Checkout checkout = documents(mirror, commit)) {
            List<Found> found = new ArrayList<>();
            directories(checkout).forEach(directory -> found.add(new Found(directory, settings(checkout, directory))));
            return found;
        }
    }

    /// The commit that the default branch is at now.
    public String head(RepositorySettings repository) {
        return fetched(repository, List.of())
                .branch(repository.defaultBranch())
                .orElseThrow(() -> new ProblemException(Problem.of(
                        Code.GIT_UNAVAILABLE,
                        "%s has no branch \"%s\".".formatted(repository.name(), repository.defaultBranch()))));
    }

    private static List<String> directories(Checkout checkout) {
        return new EnvironmentFinder(checkout.root())
                .findAll().stream()
                        .map(path -> path.toString().replace('\\', '/'))
                        .filter(path -> path.length() <= LONGEST_DIRECTORY)
                        .sorted()
                        .toList();
    }

    /// The environments of a checkout that the runner looks after; those whose document cannot be read are left
    /// out.
    List<EnvironmentSettings> lookedAfter(RepositorySettings repository, Checkout checkout) {
        return directories(checkout).stream()
                .filter(directory -> repository.rule(directory).isPresent())
                .flatMap(directory -> settings(checkout, directory).stream())
                .toList();
    }

    /// Empty when there is no such environment, or its document cannot be read.
    Optional<EnvironmentSettings> settings(Checkout checkout, String directory) {
        if (checkout.find(directory).isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(loader.settings(checkout.environment(directory)));
        } catch (ProblemException unreadable) {
            return Optional.empty();
        }
    }

    /// Takes away the checkouts of processes that died: those that nobody has touched since. Called at the start.
    public void removeLeftovers(Instant since) {
        Path checkouts = dataDirectory.resolve(CHECKOUTS);
        if (!Files.isDirectory(checkouts)) {
            return;
        }
        try (Stream<Path> left = Files.list(checkouts)) {
            for (Path checkout : left.toList()) {
                if (Files.getLastModifiedTime(checkout).toInstant().isBefore(since)) {
                    Trees.delete(checkout);
                }
            }
        } catch (IOException broken) {
            throw new UncheckedIOException("removing old checkouts in " + dataDirectory, broken);
        }
    }

    // ---- for runs

    /// Everything at the commit to work at: a pull request's merged into its base.
    Checkout checkOut(RepositorySettings repository, Run.Revision revision) {
        List<String> commits = Stream.concat(Stream.of(revision.head()), revision.base().stream())
                .toList();
        Mirror mirror = fetched(repository, commits);
        String tree = revision.base()
                .map(base -> mirror.merge(base, revision.head()))
                .orElseGet(() -> mirror.tree(revision.head()));
        return checkOut(mirror, tree, _ -> true);
    }

    /// The documents of one environment at a commit that is here already.
    Checkout documents(RepositorySettings repository, String commit, String directory) {
        String below = directory.equals(".") ? "" : directory + "/";
        return checkOut(mirror(repository), commit, path -> path.startsWith(below) && path.endsWith(".yaml"));
    }

    /// Whether the default branch has come by a commit, as of the last fetch.
    boolean isMerged(RepositorySettings repository, String commit) {
        return mirror(repository).branchContains(repository.defaultBranch(), commit);
    }

    /// Documents alone say which environments and modules there are.
    private Checkout documents(Mirror mirror, String treeOrCommit) {
        return checkOut(mirror, treeOrCommit, path -> path.endsWith(".yaml") || path.endsWith(".yml"));
    }

    private Checkout checkOut(Mirror mirror, String treeOrCommit, Predicate<String> wanted) {
        Path place = dataDirectory.resolve(CHECKOUTS).resolve(UUID.randomUUID().toString());
        try {
            Checkout checkout = new Checkout(Files.createDirectories(place).toRealPath());
            try {
                mirror.checkOut(treeOrCommit, checkout.root(), wanted);
                return checkout;
            } catch (RuntimeException refused) {
                checkout.close();
                throw refused;
            }
        } catch (IOException broken) {
            throw new UncheckedIOException("making a directory for a checkout in " + dataDirectory, broken);
        }
    }

    private Mirror fetched(RepositorySettings repository, List<String> commits) {
        Mirror mirror = mirror(repository);
        GitCredentials credentials = access.credentials(repository.forge(), repository.name());
        mirror.fetch(commits, new Credentials(credentials.user(), credentials.password()));
        return mirror;
    }

    /// Directories are named by what cannot clash and needs no escaping.
    private Mirror mirror(RepositorySettings repository) {
        String key = repository.forge() + " " + repository.name() + " " + repository.cloneUrl();
        String name = UUID.nameUUIDFromBytes(key.getBytes(StandardCharsets.UTF_8)) + ".git";
        return new Mirror(dataDirectory.resolve("mirrors").resolve(name), repository.cloneUrl(), bounds);
    }
}
