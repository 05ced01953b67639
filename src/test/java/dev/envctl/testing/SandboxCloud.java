package dev.envctl.testing;

import dev.envctl.apply.ApplyListener;
import dev.envctl.apply.ApplyResult;
import dev.envctl.apply.Secrets;
import dev.envctl.aws.AwsProvider;
import dev.envctl.aws.AwsSettings;
import dev.envctl.aws.eks.EksClusters;
import dev.envctl.engine.Access;
import dev.envctl.engine.Engine;
import dev.envctl.engine.Worlds;
import dev.envctl.expression.Evaluator;
import dev.envctl.kubernetes.KubernetesProvider;
import dev.envctl.kubernetes.KubernetesSettings;
import dev.envctl.lease.Lease;
import dev.envctl.lease.LeaseStore;
import dev.envctl.plan.Plan;
import dev.envctl.provider.Kinds;
import dev.envctl.provider.LiveObject;
import dev.envctl.provider.Provider;
import dev.envctl.provider.Session;
import dev.envctl.provider.World;
import dev.envctl.sandbox.EmulatedClusters;
import dev.envctl.sandbox.Fault;
import dev.envctl.sandbox.Faults;
import dev.envctl.sandbox.Sandbox;
import dev.envctl.sandbox.SandboxOptions;
import dev.envctl.sandbox.Seed;
import dev.envctl.sandbox.aws.account.AccountSeed;
import dev.envctl.sandbox.aws.account.EmptyAccountSeed;
import dev.envctl.schema.SchemaLoader;
import dev.envctl.schema.Schemas;
import dev.envctl.spec.Environment;
import dev.envctl.spec.EnvironmentLoader;
import dev.envctl.spec.LoadOptions;
import dev.envctl.spec.YamlTexts;
import dev.envctl.trace.Trace;
import dev.envctl.trail.Findings;
import dev.envctl.value.Address;
import dev.envctl.value.Ordered;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/// The whole of envctl on a sandbox in memory: real kinds, real SDKs, real wire. Kinds and emulator share one clock
/// that stands still until somebody waits, so minutes of waiting take no time.
public final class SandboxCloud implements AutoCloseable {

    /// A dead process does not try again.
    private static final AwsSettings.Pace ONE_TRY = new AwsSettings.Pace(1, Duration.ofMillis(1), 100_000, 100_000);

    private final TurnableClock clock = new TurnableClock();
    private final Sandbox sandbox;
    private volatile boolean dead;
    private InMemoryLeaseStore leases = new InMemoryLeaseStore();
    private Engine engine;

    /// An account with a platform team's network and cluster.
    public SandboxCloud() {
        this(new AccountSeed(), options -> options);
    }

    /// The same, whose event history is so far behind.
    public static SandboxCloud withTrailLag(Duration lag) {
        return new SandboxCloud(new AccountSeed(), options -> options.withTrailLag(lag));
    }

    /// An account in which nobody has made anything.
    public static SandboxCloud empty() {
        return new SandboxCloud(new EmptyAccountSeed(), options -> options);
    }

    /// The same, whose listing of everything tagged shows what was there this long ago.
    public static SandboxCloud withTaggingLag(Duration lag) {
        return new SandboxCloud(new EmptyAccountSeed(), options -> options.withTaggingLag(lag));
    }

    private SandboxCloud(Seed seed, UnaryOperator<SandboxOptions> tuning) {
        sandbox = Sandbox.inMemory(tuning.apply(SandboxOptions.at(clock)
                .withRolePropagation(Duration.ofSeconds(8))
                .withSeeds(List.of(seed))
                .withKubernetes(EmulatedClusters.servedAt(clock))));
        engine = engine();
    }

    /// Another process: nothing remembered, no connection kept, the lease of the dead one gone with it.
    public void restart() {
        dead = false;
        sandbox.faults().clear();
        leases = new InMemoryLeaseStore();
        engine = engine();
    }

    /// Kills the caller before or after the nth call from now: from then on every call of its ends without an
    /// answer, until [#restart].
    public void dieAt(int number, boolean after) {
        Runnable die = () -> dead = true;
        sandbox.faults().when(_ -> dead).then(new Fault.CutBefore());
        Faults.When nth = sandbox.faults().when(_ -> true).nth(number);
        if (after) {
            nth.crashAfter(die);
        } else {
            nth.crashBefore(die);
        }
    }

    public Sandbox sandbox() {
        return sandbox;
    }

    public static Kinds kinds() {
        return Kinds.of(providers(AwsSettings.local(
                "us-east-1",
                URI.create("http://127.0.0.1:1"),
                "test",
                new AwsSettings.Time(Clock.systemUTC(), duration -> {}))));
    }

    public static Schemas schemas() {
        return SchemaLoader.shipped().load(List.copyOf(kinds().byName().sequencedKeySet()));
    }

    public static Environment load(Path directory, Map<String, String> inputs) {
        return new EnvironmentLoader(schemas(), (source, place) -> {
                    throw new IllegalStateException("no modules from git here");
                })
                .load(new LoadOptions(directory, Path.of(""), Ordered.copyOf(inputs)));
    }

    public Plan plan(Environment environment) {
        return engine.plan(environment, Engine.PlanOptions.DEFAULT);
    }

    public Plan planReplacing(Environment environment, Address address) {
        return engine.plan(environment, new Engine.PlanOptions(false, Set.of(address), Optional.empty()));
    }

    public Plan planDestroy(Environment environment) {
        return engine.plan(environment, new Engine.PlanOptions(true, Set.of(), Optional.empty()));
    }

    public Trace trace(Environment environment, Address endpoint) {
        return engine.trace(environment, endpoint);
    }

    public Findings culprits(Environment environment, Plan plan, Instant since) {
        return engine.culprits(environment, plan, since);
    }

    public TurnableClock clock() {
        return clock;
    }

    public ApplyResult apply(Plan plan) {
        return apply(plan, 10);
    }

    public ApplyResult apply(Plan plan, int parallelism) {
        Lease.Claim claim = new Lease.Claim(plan.target().owner(), "tester", "here:1", "test", "wait");
        return engine.apply(
                plan,
                new Engine.ApplyOptions(
                        parallelism, Optional.empty(), Duration.ZERO, claim, () -> false, ApplyListener.NONE));
    }

    /// The kind's own deletion, past the engine.
    public void delete(LiveObject object) {
        try (World world = new SandboxWorlds()
                .open(new Access(
                        "contract.us-east-1",
                        true,
                        Optional.empty(),
                        "us-east-1",
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty()))) {
            Session.Place place = world.connect("contract.us-east-1", Optional.empty());
            Session session = new Session(place, clock, clock::turn, Session.Progress.NONE, () -> {});
            Kinds.of(world.providers()).get(object.kind()).delete(object, session);
        }
    }

    @Override
    public void close() {
        sandbox.close();
    }

    private Engine engine() {
        return new Engine(new Engine.Setup(
                kinds(),
                schemas(),
                new Evaluator(YamlTexts::parse)::evaluate,
                new Secrets(reference -> "secret of " + reference),
                new SandboxWorlds(),
                Clock.systemUTC(),
                duration -> {}));
    }

    private static List<Provider> providers(AwsSettings settings) {
        AwsProvider aws = new AwsProvider(settings);
        return List.of(
                aws,
                new KubernetesProvider(
                        new EksClusters(aws.clients()),
                        KubernetesSettings.in(Path.of("")).withRetries(0)));
    }

    private final class SandboxWorlds implements Worlds {

        @Override
        public World open(Access access) {
            AwsSettings local = AwsSettings.local(
                    access.region(), URI.create(sandbox.endpoint()), "test", new AwsSettings.Time(clock, clock::turn));
            AwsSettings settings = new AwsSettings(
                    local.region(),
                    local.credentials(),
                    local.endpoint(),
                    local.role(),
                    ONE_TRY,
                    local.version(),
                    local.time());
            return new SandboxWorld(
                    settings,
                    KubernetesSettings.in(Path.of("")).withRetries(0).withChartRepository(sandbox::chartRepository));
        }

        @Override
        public LeaseStore leases(Access access) {
            return leases;
        }
    }

    private record SandboxWorld(AwsProvider aws, List<Provider> providers, AwsSettings.Time time) implements World {

        SandboxWorld(AwsSettings settings, KubernetesSettings kubernetes) {
            this(new AwsProvider(settings), settings, kubernetes);
        }

        private SandboxWorld(AwsProvider aws, AwsSettings settings, KubernetesSettings kubernetes) {
            this(
                    aws,
                    List.of(aws, new KubernetesProvider(new EksClusters(aws.clients()), kubernetes)),
                    settings.time());
        }

        @Override
        public Session.Place connect(String owner, Optional<String> expectedAccount) {
            return aws.connect(owner, expectedAccount);
        }

        @Override
        public Clock clock() {
            return time.clock();
        }

        @Override
        public Session.Sleeper sleeper() {
            return time.sleeper();
        }

        @Override
        public void close() {}
    }
}
