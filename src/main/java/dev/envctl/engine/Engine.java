package dev.envctl.engine;

import dev.envctl.apply.ApplyListener;
import dev.envctl.apply.ApplyResult;
import dev.envctl.lease.LeaseRecord;
import dev.envctl.plan.Plan;
import dev.envctl.spec.Environment;
import dev.envctl.value.Address;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;

/// `check`, `plan`, `apply`, `drift`: what every way into envctl does. Throws [dev.envctl.problem.ProblemException] for
/// everything a user has to mend.
public interface Engine {

    /// What to plan. `select` is an address, an address with `*`, or a CEL expression over `kind`, `name`, `address`, `module`.
    record PlanOptions(boolean destroy, Set<Address> replace, Optional<String> select) {
        public static final PlanOptions DEFAULT = new PlanOptions(false, Set.of(), Optional.empty());
    }

    /// How to apply. `interrupted` turns true at the first Ctrl-C. `holder` and `purpose` are written into the lease.
    record ApplyOptions(
            int parallelism,
            boolean verify,
            Duration leaseTimeout,
            String holder,
            String purpose,
            BooleanSupplier interrupted,
            ApplyListener listener) {}

    /// Everything that needs no world: references, cycles, kinds.
    void check(Environment environment);

    Plan plan(Environment environment, PlanOptions options);

    /// Carries out a plan made just now (`fresh`) or saved earlier, under the environment's lease. A saved one is refused
    /// when something it relied on has changed since.
    ApplyResult apply(Plan plan, boolean fresh, ApplyOptions options);

    /// A plan seen from the other side: only what differs from what was last applied.
    Plan drift(Environment environment);

    /// Who holds the lease of an environment.
    Optional<LeaseRecord> lease(Environment environment);

    /// Ends a lease that its holder cannot end. `holder` has to be the one who holds it.
    void unlock(Environment environment, String holder);
}
