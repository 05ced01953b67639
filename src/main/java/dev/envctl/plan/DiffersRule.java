package dev.envctl.plan;

import java.util.Optional;

/// live ≠ desired, and every difference can be changed in place → update
final class DiffersRule implements Rule {

    @Override
    public Optional<Verdict> decide(Situation situation) {
        return Rule.when(!situation.differences().isEmpty(), Intent.UPDATE);
    }
}
