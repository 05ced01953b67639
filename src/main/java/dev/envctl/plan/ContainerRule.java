package dev.envctl.plan;

import java.util.Optional;

/// in something that is replaced, although none of its own fields shows it → replace
final class ContainerRule implements Rule {

    @Override
    public Optional<Verdict> decide(Situation situation) {
        return situation
                .replacedContainer()
                .flatMap(container -> Rule.when(
                        true,
                        Intent.REPLACE,
                        new Reason(
                                Reason.Cause.REPLACED_UPSTREAM,
                                "it stands in %s, which is replaced".formatted(container))));
    }
}
