package dev.envctl.aws.eks;

import dev.envctl.problem.Code;
import dev.envctl.provider.Observed;
import dev.envctl.provider.Phase;
import dev.envctl.provider.ProviderException;
import dev.envctl.provider.Session;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;

/// How something in a cluster comes and goes: a node group, a Fargate profile, an add-on. `describe` reads it by
/// cluster and name; `underWay` are the states that pass by themselves.
record MemberLife<S extends Record>(
        String noun,
        BiFunction<String, String, Optional<Observed<S>>> describe,
        Set<String> underWay,
        Pace pace,
        Function<ProviderException, ProviderException> advice) {

    record Pace(Duration interval, Duration coming, Duration going) {}

    /// Waits until it stands there as it is to be.
    Observed<S> untilSettled(String clusterName, String name, Session session) {
        return session.waitFor(noun + " " + name)
                .every(pace.interval())
                .atMost(pace.coming())
                .until(() -> settled(clusterName, name, session));
    }

    private Optional<Observed<S>> settled(String clusterName, String name, Session session) {
        Observed<S> live = describe.apply(clusterName, name)
                .orElseThrow(() -> ProviderException.of(
                        Code.CREATION_FAILED, "%s %s of cluster %s is gone.".formatted(title(), name, clusterName)));
        session.report(live.id(), live.state());
        if (underWay.contains(live.state())) {
            return Optional.empty();
        }
        return switch (live.phase()) {
            case READY -> Optional.of(live);
            case IN_PROGRESS -> Optional.empty();
            case DELETING, FAILED, ABSENT -> throw ended(live, "ACTIVE");
        };
    }

    /// Waits until nothing is under way, whatever came of it.
    void untilQuiet(String clusterName, String name, Session session) {
        session.waitFor(noun + " " + name + " to settle")
                .every(pace.interval())
                .atMost(pace.coming())
                .untilTrue(() -> describe.apply(clusterName, name)
                        .filter(live -> underWay.contains(live.state()))
                        .isEmpty());
    }

    /// Sends the deletion unless it is on its way already, and waits for the end.
    void delete(String clusterName, String name, Runnable send, Session session) {
        if (describe.apply(clusterName, name)
                .filter(live -> live.phase() != Phase.DELETING)
                .isPresent()) {
            send.run();
        }
        session.waitFor(noun + " " + clusterName + "/" + name + " to be gone")
                .every(pace.interval())
                .atMost(pace.going())
                .untilTrue(() -> isGone(clusterName, name, session));
    }

    private boolean isGone(String clusterName, String name, Session session) {
        Optional<Observed<S>> live = describe.apply(clusterName, name);
        live.ifPresent(each -> {
            session.report(each.id(), each.state());
            if (each.state().equals("DELETE_FAILED")) {
                throw ended(each, "gone");
            }
        });
        return live.isEmpty();
    }

    private ProviderException ended(Observed<S> live, String instead) {
        String detail = live.stateDetail().map(text -> " (" + text + ")").orElse("");
        return advice.apply(ProviderException.of(
                Code.CREATION_FAILED,
                "%s %s is %s instead of %s%s.".formatted(title(), live.id(), live.state(), instead, detail)));
    }

    private String title() {
        return noun.substring(0, 1).toUpperCase(Locale.ROOT) + noun.substring(1);
    }
}
