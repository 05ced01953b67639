package dev.envctl.plan;

import dev.envctl.provider.LiveObject;
import dev.envctl.provider.Phase;
import java.util.List;
import java.util.Optional;

/// live in a state that never recovers → replace, quoting the service's own explanation
final class FailedRule implements Rule {

    @Override
    public Optional<Verdict> decide(Situation situation) {
        return situation
                .live()
                .filter(live -> live.phase() == Phase.FAILED)
                .map(live -> new Reason(Reason.Cause.FAILED_STATE, "it ended " + live.state() + detail(live)))
                .map(reason -> new Verdict(Intent.REPLACE, List.of(reason)));
    }

    private static String detail(LiveObject live) {
        return live.stateDetail().map(text -> ": " + text).orElse("");
    }
}
