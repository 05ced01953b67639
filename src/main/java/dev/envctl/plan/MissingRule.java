package dev.envctl.plan;

import java.util.Optional;

/// nothing live → create
final class MissingRule implements Rule {

    @Override
    public Optional<Verdict> decide(Situation situation) {
        return Rule.when(situation.live().isEmpty(), Intent.CREATE);
    }
}
