package dev.envctl.plan;

import dev.envctl.provider.LiveObject;
import dev.envctl.provider.Phase;
import java.util.Optional;

/// live = desired so far, but still being made by an earlier run → wait for it
final class HalfMadeRule implements Rule {

    @Override
    public Optional<Verdict> decide(Situation situation) {
        boolean inProgress = situation
                .live()
                .filter(live -> live.phase() == Phase.IN_PROGRESS)
                .isPresent();
        String text = "an earlier run left it %s"
                .formatted(situation.live().map(LiveObject::state).orElse(""));
        return Rule.when(inProgress, Intent.WAIT, new Reason(Reason.Cause.HALF_MADE, text));
    }
}
