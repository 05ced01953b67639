package dev.envctl.plan;

import java.util.Optional;

/// live = desired → keep
final class SettledRule implements Rule {

    @Override
    public Optional<Verdict> decide(Situation situation) {
        return Rule.when(true, Intent.KEEP);
    }
}
