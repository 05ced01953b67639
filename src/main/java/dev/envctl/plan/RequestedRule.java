package dev.envctl.plan;

import java.util.Optional;

/// named by `--replace` → replace
final class RequestedRule implements Rule {

    @Override
    public Optional<Verdict> decide(Situation situation) {
        return Rule.when(
                situation.replacementRequested(),
                Intent.REPLACE,
                new Reason(Reason.Cause.REQUESTED, "replacement was requested"));
    }
}
