package dev.envctl.testing;

import dev.envctl.apply.ApplyListener;
import dev.envctl.apply.ApplyResult;
import dev.envctl.apply.Secrets;
import dev.envctl.engine.Access;
import dev.envctl.engine.Engine;
import dev.envctl.engine.Worlds;
import dev.envctl.expression.Binding;
import dev.envctl.expression.Scope;
import dev.envctl.expression.Template;
import dev.envctl.lease.Lease;
import dev.envctl.lease.LeaseStore;
import dev.envctl.plan.Plan;
import dev.envctl.provider.Provider;
import dev.envctl.provider.Session;
import dev.envctl.provider.World;
import dev.envctl.spec.Environment;
import dev.envctl.value.Address;
import dev.envctl.value.Value;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;

/// The whole engine on an [InMemoryCloud].
public final class TestEngine {

    private static final Lease.Claim CLAIM = new Lease.Claim(Environments.OWNER, "tester", "here:1", "test", "wait");

    private final InMemoryCloud cloud;
    private final InMemoryLeaseStore leases = new InMemoryLeaseStore();
    private final Engine engine;

    public TestEngine(InMemoryCloud cloud) {
        this.cloud = cloud;
        this.engine = new Engine(new Engine.Setup(
                cloud.asKinds(),
                InMemoryCloud.schemas(),
                TestEngine::evaluate,
                new Secrets(reference -> "secret of " + reference),
                new CloudWorlds(),
                Clock.systemUTC(),
                duration -> {}));
    }

    public Engine engine() {
        return engine;
    }

    public InMemoryLeaseStore leases() {
        return leases;
    }

    public Plan plan(String environment) {
        return engine.plan(Environments.of(environment), Engine.PlanOptions.DEFAULT);
    }

    public Plan planReplacing(String environment, String address) {
        return engine.plan(
                Environments.of(environment),
                new Engine.PlanOptions(false, Set.of(Address.parse(address).orElseThrow()), Optional.empty()));
    }

    public Plan planSelecting(String environment, String selection) {
        return engine.plan(
                Environments.of(environment), new Engine.PlanOptions(false, Set.of(), Optional.of(selection)));
    }

    public Plan planDestroy(String environment) {
        return engine.plan(Environments.of(environment), new Engine.PlanOptions(true, Set.of(), Optional.empty()));
    }

    public ApplyResult apply(String environment) {
        return apply(plan(environment));
    }

    public ApplyResult apply(Plan plan) {
        return apply(plan, 10, () -> false, Optional.empty());
    }

    public ApplyResult apply(Plan plan, int parallelism, BooleanSupplier interrupted, Optional<Environment> verify) {
        return engine.apply(
                plan,
                new Engine.ApplyOptions(parallelism, verify, Duration.ZERO, CLAIM, interrupted, ApplyListener.NONE));
    }

    /// Plain references only; expressions have tests of their own.
    public static Value evaluate(Template template, Scope scope) {
        Template.Hole hole = (Template.Hole) template.parts().getFirst();
        Binding.Attribute attribute =
                (Binding.Attribute) hole.expression().uses().getFirst().binding();
        return scope.attribute(attribute.resource(), attribute.path());
    }

    private final class CloudWorlds implements Worlds {

        @Override
        public World open(Access access) {
            return new CloudWorld();
        }

        @Override
        public LeaseStore leases(Access access) {
            return leases;
        }
    }

    private final class CloudWorld implements World {

        @Override
        public Session.Place connect(String owner, Optional<String> expectedAccount) {
            return new Session.Place(owner, "000000000000", "here-1", "aws");
        }

        @Override
        public List<Provider> providers() {
            return List.of(cloud);
        }

        @Override
        public Clock clock() {
            return Clock.systemUTC();
        }

        @Override
        public Session.Sleeper sleeper() {
            return duration -> {};
        }

        @Override
        public void close() {}
    }
}
