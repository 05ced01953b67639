package dev.envctl.engine;

import dev.envctl.apply.ApplyListener;
import dev.envctl.apply.ApplyResult;
import dev.envctl.apply.Executor;
import dev.envctl.apply.Secrets;
import dev.envctl.apply.StepRunner;
import dev.envctl.expression.Scope;
import dev.envctl.expression.Template;
import dev.envctl.graph.AddressRanges;
import dev.envctl.graph.ResourceGraph;
import dev.envctl.graph.Selection;
import dev.envctl.lease.Lease;
import dev.envctl.lease.LeaseRecord;
import dev.envctl.plan.Plan;
import dev.envctl.plan.Planner;
import dev.envctl.plan.Staleness;
import dev.envctl.problem.Code;
import dev.envctl.problem.Problem;
import dev.envctl.problem.ProblemException;
import dev.envctl.problem.Problems;
import dev.envctl.provider.Kinds;
import dev.envctl.provider.ProviderException;
import dev.envctl.provider.Session;
import dev.envctl.provider.World;
import dev.envctl.schema.Schemas;
import dev.envctl.spec.Environment;
import dev.envctl.spec.EnvironmentSettings;
import dev.envctl.trace.Trace;
import dev.envctl.trace.TypedName;
import dev.envctl.trail.Findings;
import dev.envctl.value.Address;
import dev.envctl.value.Value;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.BooleanSupplier;

/// `check`, `plan`, `apply`, `drift`, `trace`, and what goes with them: what every way into envctl does. Throws
/// [ProblemException] for everything that a user has to mend. Safe for any number of threads; each call opens a world
/// of its own.
public final class Engine {

    /// What to plan. `select` is an address, an address with `*`, or a CEL expression over `kind`, `name`,
    /// `address`, `module`.
    public record PlanOptions(boolean destroy, Set<Address> replace, Optional<String> select) {
        public static final PlanOptions DEFAULT = new PlanOptions(false, Set.of(), Optional.empty());
    }

    /// How to apply. `interrupted` turns true at the first Ctrl-C. The claim is written into the lease. With
    /// `verify` the environment is planned again at the end and has to be settled.
    public record ApplyOptions(
            int parallelism,
            Optional<Environment> verify,
            Duration leaseTimeout,
            Lease.Claim claim,
            BooleanSupplier interrupted,
            ApplyListener listener) {}

    /// What does not depend on the environment: the kinds (without a world behind them), their schemas, and how
    /// expressions and secrets are read. `clock` is real time, which leases need even in the sandbox.
    public record Setup(
            Kinds kinds,
            Schemas schemas,
            BiFunction<Template, Scope, Value> evaluator,
            Secrets secrets,
            Worlds worlds,
            Clock clock,
            Session.Sleeper sleeper) {}

    /// What an apply did, and how things stand after it.
    public record Verified(ApplyResult result, Plan after) {}

    private static final Duration LEASE_POLL = Duration.ofSeconds(2);

    private final Setup setup;

    public Engine(Setup setup) {
        this.setup = setup;
    }

    /// Everything that needs no world: order, cycles, address ranges. References and schemas were checked when the
    /// environment was loaded.
    public ResourceGraph check(Environment environment) {
        ResourceGraph graph = ResourceGraph.of(
                environment,
                kind -> setup.kinds().has(kind)
                        ? setup.kinds().get(kind).traits().waitsFor()
                        : List.of());
        AddressRanges.check(graph);
        return graph;
    }

    public Plan plan(Environment environment, PlanOptions options) {
        return plan(environment, options, Planner.Purpose.CHANGE);
    }

    private Plan plan(Environment environment, PlanOptions options, Planner.Purpose purpose) {
        ResourceGraph graph = check(environment);
        EnvironmentSettings settings = environment.settings();
        checkAddresses(graph, options.replace());
        Set<Address> selected = options.select()
                .<Set<Address>>map(expression ->
                        Selection.parse(expression, setup.evaluator()).choose(graph))
                .orElse(Set.of());
        Plan.Mode mode = options.destroy() ? Plan.Mode.DESTROY : Plan.Mode.APPLY;
        Planner.Request request = new Planner.Request(settings, graph, mode, purpose, options.replace(), selected);
        try (World world = setup.worlds().open(Access.forPlanning(settings))) {
            return observeAndPlan(request, world);
        } catch (ProblemException found) {
            throw placed(found, settings);
        }
    }

    private Plan observeAndPlan(Planner.Request request, World world) {
        EnvironmentSettings settings = request.settings();
        long begun = System.nanoTime();
        Session session = session(world, settings.owner(), settings.accountId(), () -> {});
        Plan plan = new Planner(Kinds.of(world.providers()), setup.schemas(), setup.evaluator()).plan(request, session);
        long milliseconds = Duration.ofNanos(System.nanoTime() - begun).toMillis();
        return plan.withStatistics(new Plan.Statistics(plan.statistics().resources(), world.calls(), milliseconds));
    }

    private static ProblemException placed(ProblemException found, EnvironmentSettings settings) {
        ProblemException placed = new ProblemException(
                found.problems().stream().map(settings::placed).toList());
        placed.initCause(found);
        return placed;
    }

    /// A plan seen from the other side: each change says whether the cloud moved, git moved, or both.
    public Plan drift(Environment environment) {
        return plan(environment, PlanOptions.DEFAULT, Planner.Purpose.COMPARISON);
    }

    /// Who probably changed what drifted in a plan of this environment, as far as it can be found; `since` is when
    /// it was last seen as it should be. Asks nobody when nothing drifted.
    public Findings culprits(Environment environment, Plan plan, Instant since) {
        if (!Attributing.isCalledFor(plan)) {
            return Findings.NONE;
        }
        EnvironmentSettings settings = environment.settings();
        try (World world = setup.worlds().open(Access.forPlanning(settings))) {
            Session session = session(world, settings.owner(), settings.accountId(), () -> {});
            return Attributing.findings(settings, plan, since, world, session);
        }
    }

    /// The endpoints of an environment that can be traced. Asks nobody.
    public List<TypedName.Candidate> endpoints(Environment environment) {
        return Tracing.candidates(environment);
    }

    /// Follows one of them to the listener that notebooks talk to. Only reads; what cannot be read is part of the
    /// result.
    public Trace trace(Environment environment, Address endpoint) {
        EnvironmentSettings settings = environment.settings();
        try (World world = setup.worlds().open(Access.forPlanning(settings))) {
            Session session = session(world, settings.owner(), settings.accountId(), () -> {});
            return Tracing.trace(environment, endpoint, world, session);
        }
    }

    /// Carries out a plan under the environment's lease. It is refused when something it relied on has changed
    /// since it was made, be it minutes (somebody read it before approving) or days ago.
    public ApplyResult apply(Plan plan, ApplyOptions options) {
        Access access = Access.forApplying(plan.target());
        try (World world = setup.worlds().open(access);
                Lease lease = acquire(access, options)) {
            Kinds kinds = Kinds.of(world.providers());
            Session session =
                    session(world, plan.target().owner(), plan.target().accountId(), lease::check);
            new Staleness(kinds, setup.schemas(), session).check(plan);
            StepRunner runner = new StepRunner(kinds, setup.schemas(), setup.evaluator(), setup.secrets());
            ApplyResult result = new Executor(kinds, runner)
                    .execute(
                            plan,
                            session,
                            new Executor.Options(
                                    options.parallelism(),
                                    options.interrupted(),
                                    lease::heartbeat,
                                    options.listener()));
            return verified(result, options);
        }
    }

    /// Whether an environment's account can be entered in the role for planning. Throws [ProblemException] when
    /// not.
    public void reach(EnvironmentSettings environment) {
        try (World world = setup.worlds().open(Access.forPlanning(environment))) {
            session(world, environment.owner(), environment.accountId(), () -> {});
        }
    }

    /// Who holds the lease of an environment, if anybody.
    public Optional<LeaseRecord> lease(EnvironmentSettings environment) {
        return Lease.holder(setup.worlds().leases(Access.forPlanning(environment)), setup.clock());
    }

    /// Ends a lease that its holder cannot end. `holder` has to be the one who holds it.
    public void unlock(EnvironmentSettings environment, String holder) {
        Lease.end(setup.worlds().leases(Access.forApplying(environment)), holder, setup.clock());
    }

    private ApplyResult verified(ApplyResult result, ApplyOptions options) {
        return result.isComplete() && options.verify().isPresent()
                ? verify(result, options.verify().get()).result()
                : result;
    }

    /// Plans an environment again after it was applied: what is left then is a problem of the result.
    public Verified verify(ApplyResult result, Environment environment) {
        boolean destroy = result.plan().mode() == Plan.Mode.DESTROY;
        Plan again = plan(environment, new PlanOptions(destroy, Set.of(), Optional.empty()));
        return new Verified(again.isEmpty() || !result.isComplete() ? result : withRest(result, again), again);
    }

    private static ApplyResult withRest(ApplyResult result, Plan again) {
        List<String> left = again.changes().stream()
                .filter(change -> !change.isQuiet())
                .map(change -> change.address().toString())
                .toList();
        Problem problem = Problem.of(
                        Code.VERIFY_FAILED,
                        "Everything was applied, but a new plan still has changes: %s."
                                .formatted(String.join(", ", left)))
                .withHint("Look at them with: envctl plan DIR");
        return new ApplyResult(result.plan(), result.outcomes(), result.interrupted(), List.of(problem));
    }

    private Session session(World world, String owner, Optional<String> account, Runnable fence) {
        try {
            Session.Place place = world.connect(owner, account);
            return new Session(place, world.clock(), world.sleeper(), Session.Progress.NONE, fence);
        } catch (ProviderException refused) {
            throw new ProblemException(refused.problem(), refused);
        }
    }

    private Lease acquire(Access access, ApplyOptions options) {
        var deadline = setup.clock().instant().plus(options.leaseTimeout());
        while (true) {
            try {
                return Lease.acquire(setup.worlds().leases(access), options.claim(), setup.clock());
            } catch (ProblemException held) {
                if (held.problems().getFirst().code() != Code.LEASE_HELD
                        || !setup.clock().instant().isBefore(deadline)
                        || options.interrupted().getAsBoolean()) {
                    throw held;
                }
                pause();
            }
        }
    }

    private void pause() {
        try {
            setup.sleeper().sleep(LEASE_POLL);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static void checkAddresses(ResourceGraph graph, Set<Address> addresses) {
        Problems problems = new Problems();
        for (Address address : addresses) {
            if (graph.find(address).isEmpty()) {
                problems.add(Problem.of(Code.UNKNOWN_ADDRESS, "The environment has no %s.".formatted(address))
                        .withHint("envctl graph DIR lists the addresses of an environment."));
            }
        }
        problems.throwIfErrors();
    }
}
