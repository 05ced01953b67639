package dev.envctl.cli;

import dev.envctl.problem.Code;
import dev.envctl.problem.Problem;
import dev.envctl.problem.ProblemException;
import dev.envctl.provider.Session;
import dev.envctl.sandbox.BrokenStateException;
import dev.envctl.sandbox.EmulatedClusters;
import dev.envctl.sandbox.NewerStateException;
import dev.envctl.sandbox.Sandbox;
import dev.envctl.sandbox.SandboxClock;
import dev.envctl.sandbox.SandboxOptions;
import dev.envctl.sandbox.Seed;
import dev.envctl.sandbox.aws.account.AccountSeed;
import dev.envctl.sandbox.aws.account.EmptyAccountSeed;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Where the sandbox keeps its state and how it is opened: `.envctl/sandbox` at the root of the repository, or in the
/// working directory where there is none. Emulated minutes pass in seconds.
final class SandboxHome {

    private static final double SCALE = 60;
    private static final Duration ROLE_PROPAGATION = Duration.ofSeconds(8);

    private final Path directory;
    private final SandboxClock clock = SandboxClock.scaled(InstantSource.system(), SCALE);

    private SandboxHome(Path directory) {
        this.directory = directory;
    }

    static SandboxHome of(Path workingDirectory) {
        for (Optional<Path> here = Optional.of(workingDirectory);
                here.isPresent();
                here = here.flatMap(path -> Optional.ofNullable(path.getParent()))) {
            if (Files.exists(here.get().resolve(".git"))) {
                return new SandboxHome(here.get().resolve(".envctl/sandbox"));
            }
        }
        return new SandboxHome(workingDirectory.resolve(".envctl/sandbox"));
    }

    /// Right there, whatever repository is around it.
    static SandboxHome at(Path directory) {
        return new SandboxHome(directory);
    }

    Path directory() {
        return directory;
    }

    Path leases() {
        return directory.resolve("leases");
    }

    SandboxClock clock() {
        return clock;
    }

    Session.Sleeper sleeper() {
        return duration -> Thread.sleep(clock.realTime(duration));
    }

    boolean exists() {
        return Files.isDirectory(directory);
    }

    /// What a new sandbox holds. One that has its state keeps to that, whatever is asked for.
    enum Contents {
        /// What a platform team hands over: a network, a cluster, its roles.
        PLATFORM,
        NOTHING;

        private Seed seed() {
            return switch (this) {
                case PLATFORM -> new AccountSeed();
                case NOTHING -> new EmptyAccountSeed();
            };
        }
    }

    Sandbox open(int port) {
        return open(port, Contents.PLATFORM);
    }

    /// `port` 0 takes any free one.
    Sandbox open(int port, Contents contents) {
        SandboxOptions options = SandboxOptions.at(clock)
                .withPort(port)
                .withRolePropagation(ROLE_PROPAGATION)
                .withSeeds(List.of(contents.seed()))
                .withKubernetes(EmulatedClusters.servedAt(Clock.systemUTC()));
        try {
            return Sandbox.open(directory, options);
        } catch (UncheckedIOException unopened) {
            throw unopened.getCause() instanceof BindException taken ? portTaken(port, taken) : unopened;
        } catch (NewerStateException newer) {
            throw new ProblemException(
                    Problem.of(
                                    Code.SANDBOX_STATE_NEWER,
                                    "%s was written in format %d, and this version of envctl reads formats up to %d."
                                            .formatted(newer.file(), newer.found(), newer.supported()))
                            .withHint("Use the newer envctl, or forget the sandbox with:\n\n    envctl sandbox reset"),
                    newer);
        } catch (BrokenStateException broken) {
            throw new ProblemException(
                    Problem.of(Code.SANDBOX_STATE_UNREADABLE, "The sandbox's state, " + broken.getMessage() + ".")
                            .withHint("Forget the sandbox with:\n\n    envctl sandbox reset"),
                    broken);
        }
    }

    private static ProblemException portTaken(int port, BindException taken) {
        return new ProblemException(
                Problem.of(Code.SANDBOX_PORT_TAKEN, "Another program listens on port %d.".formatted(port))
                        .withHint("Choose another one, or any that is free:\n\n    envctl sandbox start --port 0"),
                taken);
    }

    void forget() {
        if (!exists()) {
            return;
        }
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException broken) {
            throw new UncheckedIOException("forgetting the sandbox in " + directory, broken);
        }
    }
}
