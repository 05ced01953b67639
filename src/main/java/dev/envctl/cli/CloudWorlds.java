package dev.envctl.cli;

import dev.envctl.aws.AwsSettings;
import dev.envctl.aws.CallListener;
import dev.envctl.aws.s3.S3LeaseStore;
import dev.envctl.engine.Access;
import dev.envctl.engine.Worlds;
import dev.envctl.kubernetes.Kubeconfig;
import dev.envctl.kubernetes.KubernetesSettings;
import dev.envctl.lease.FileLeaseStore;
import dev.envctl.lease.LeaseStore;
import dev.envctl.problem.Code;
import dev.envctl.problem.Problem;
import dev.envctl.problem.ProblemException;
import dev.envctl.provider.World;
import dev.envctl.runner.work.Engines;
import dev.envctl.sandbox.Sandbox;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The real world and the sandbox. The sandbox is opened when an environment first asks for it, once for the process.
final class CloudWorlds implements Worlds, AutoCloseable {

    private static final Pattern S3_PLACE = Pattern.compile("s3://([^/]+)/?(.*)");

    private static final String KUBECONFIG = "ENVCTL_KUBECONFIG";

    private final Shell shell;
    private final SandboxKeeper keeper;
    private final Optional<Engines.Surroundings> surroundings;
    private final CallListener calls;
    private Optional<CloudWorld> latest = Optional.empty();

    CloudWorlds(Shell shell) {
        this(shell, _ -> {});
    }

    /// `opened` is told of the sandbox before anybody uses it.
    CloudWorlds(Shell shell, Consumer<Sandbox> opened) {
        this(shell, new SandboxKeeper(SandboxHome.of(shell.directory()), opened));
    }

    CloudWorlds(Shell shell, SandboxKeeper keeper) {
        this(shell, keeper, Optional.empty(), CallListener.NONE);
    }

    /// For somebody else's documents; `calls` is told of every call of every world.
    CloudWorlds(Shell shell, SandboxKeeper keeper, Engines.Surroundings surroundings, CallListener calls) {
        this(shell, keeper, Optional.of(surroundings), calls);
    }

    private CloudWorlds(
            Shell shell, SandboxKeeper keeper, Optional<Engines.Surroundings> surroundings, CallListener calls) {
        this.shell = shell;
        this.keeper = keeper;
        this.surroundings = surroundings;
        this.calls = calls;
    }

    @Override
    public World open(Access access) {
        return world(access);
    }

    private synchronized CloudWorld world(Access access) {
        CloudWorld world = new CloudWorld(settings(access).telling(calls), kubernetes(access));
        latest = Optional.of(world);
        return world;
    }

    /// The world that was opened last: where a secret of the environment being applied is kept.
    synchronized CloudWorld latest() {
        return latest.orElseThrow(() -> new IllegalStateException("no world is open; this is a bug in envctl"));
    }

    private AwsSettings settings(Access access) {
        if (access.sandbox()) {
            URI endpoint = URI.create(keeper.sandbox().endpoint());
            return AwsSettings.local(
                    access.region(),
                    endpoint,
                    Version.text(),
                    new AwsSettings.Time(keeper.home().clock(), keeper.home().sleeper()));
        }
        AwsSettings settings =
                AwsSettings.aws(access.region(), Version.text(), new AwsSettings.Time(shell.clock(), Thread::sleep));
        return access.role()
                .map(arn -> settings.assuming(new AwsSettings.AssumedRole(arn, access.externalId())))
                .orElse(settings);
    }

    /// The sandbox answers for chart repositories, and is reached by no kubeconfig: nothing outside it is ever
    /// touched.
    private KubernetesSettings kubernetes(Access access) {
        KubernetesSettings usual = KubernetesSettings.in(shell.directory());
        KubernetesSettings settings = surroundings
                .map(limits -> usual.confinedTo(limits.checkout(), place -> isAllowed(place, access, limits)))
                .orElse(usual);
        if (access.sandbox()) {
            return settings.withChartRepository(keeper.sandbox()::chartRepository);
        }
        return shell.variable(KUBECONFIG)
                .map(file -> settings.withKubeconfig(kubeconfig(file)))
                .orElse(settings);
    }

    /// What the sandbox answers itself is asked of nobody.
    private boolean isAllowed(String repository, Access access, Engines.Surroundings limits) {
        return limits.charts().test(repository)
                || (access.sandbox()
                        && !keeper.sandbox().chartRepository(repository).equals(repository));
    }

    private Kubeconfig kubeconfig(String file) {
        try {
            Path path = shell.directory().resolve(file);
            return new Kubeconfig(path, Files.readString(path));
        } catch (IOException unreadable) {
            throw new ProblemException(
                    Problem.of(
                                    Code.CANNOT_READ_FILE,
                                    "%s names the kubeconfig file %s, which cannot be read."
                                            .formatted(KUBECONFIG, file))
                            .withHint("Correct the variable, or unset it to reach clusters as EKS says."),
                    unreadable);
        }
    }

    @Override
    public LeaseStore leases(Access access) {
        if (access.sandbox() || access.lock().isEmpty()) {
            Path directory = access.sandbox()
                    ? keeper.home().leases()
                    : keeper.home().directory().resolveSibling("leases");
            return new FileLeaseStore(
                    directory.resolve(access.owner()), Holder.of(shell).host());
        }
        Matcher place = S3_PLACE.matcher(access.lock().get());
        if (!place.matches()) {
            throw new ProblemException(Problem.of(
                    Code.LEASE_UNREADABLE,
                    "spec.lock is \"%s\", and a lease is kept in s3://BUCKET/PREFIX/."
                            .formatted(access.lock().get())));
        }
        String prefix =
                place.group(2).isEmpty() || place.group(2).endsWith("/") ? place.group(2) : place.group(2) + "/";
        return new S3LeaseStore(world(access).aws().clients().s3(), place.group(1), prefix + access.owner());
    }

    @Override
    public void close() {
        keeper.close();
    }
}
