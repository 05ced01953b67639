package dev.envctl.plan;

import java.util.List;
import java.util.Optional;

/// One reason to act on a resource. The first rule in [#ORDER] that has something to say decides.
interface Rule {

    enum Intent {
        CREATE,
        REPLACE,
        /// The old object has to be gone before a new one is made, whatever the kind allows.
        REPLACE_WHEN_GONE,
        UPDATE,
        WAIT,
        KEEP
    }

    record Verdict(Intent intent, List<Reason> reasons) {}

    Optional<Verdict> decide(Situation situation);

    List<Rule> ORDER = List.of(
            new MissingRule(),
            new BeingDeletedRule(),
            new FailedRule(),
            new RequestedRule(),
            new ImmutableRule(),
            new ContainerRule(),
            new FixedLedgerRule(),
            new DiffersRule(),
            new HalfMadeRule(),
            new SettledRule());

    static Verdict verdict(Situation situation) {
        return ORDER.stream()
                .flatMap(rule -> rule.decide(situation).stream())
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(
                        "no rule decides on " + situation.address() + "; this is a bug in envctl"));
    }

    static Optional<Verdict> when(boolean condition, Intent intent, Reason... reasons) {
        return condition ? Optional.of(new Verdict(intent, List.of(reasons))) : Optional.empty();
    }
}
