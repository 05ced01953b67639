package dev.envctl.plan;

import dev.envctl.provider.LiveObject;
import dev.envctl.provider.Phase;
import java.util.Optional;

/// live, but on its way out → wait until it is gone, then create
final class BeingDeletedRule implements Rule {

    @Override
    public Optional<Verdict> decide(Situation situation) {
        boolean deleting =
                situation.live().filter(live -> live.phase() == Phase.DELETING).isPresent();
        String text = "is being deleted (%s)"
                .formatted(situation.live().map(LiveObject::state).orElse(""));
        return Rule.when(deleting, Intent.REPLACE_WHEN_GONE, new Reason(Reason.Cause.BEING_DELETED, text));
    }
}
