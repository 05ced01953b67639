package dev.envctl.runner.web;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// The checks, asked at most every few seconds: anybody may ask, and a check may be a call to a forge.
final class Readiness {

    private static final Duration KEPT = Duration.ofSeconds(5);

    record Finding(String name, Optional<String> problem) {

        boolean isWell() {
            return problem.isEmpty();
        }

        String text() {
            return problem.map(why -> "not ok " + name + ": " + why).orElse("ok " + name);
        }
    }

    private record Asked(Instant at, List<Finding> findings) {}

    private final List<ReadyCheck> checks;
    private final Clock clock;
    private Optional<Asked> last = Optional.empty();

    Readiness(List<ReadyCheck> checks, Clock clock) {
        this.checks = checks;
        this.clock = clock;
    }

    synchronized List<Finding> findings() {
        Instant now = clock.instant();
        Asked fresh = last.filter(asked -> asked.at().plus(KEPT).isAfter(now))
                .orElseGet(
                        () -> new Asked(now, checks.stream().map(Readiness::ask).toList()));
        last = Optional.of(fresh);
        return fresh.findings();
    }

    /// A check that breaks is a finding, not the end of the others.
    private static Finding ask(ReadyCheck check) {
        try {
            return new Finding(check.name(), check.problem().get());
        } catch (RuntimeException broken) {
            return new Finding(
                    check.name(),
                    Optional.of(Optional.ofNullable(broken.getMessage())
                            .orElse(broken.getClass().getSimpleName())));
        }
    }
}
