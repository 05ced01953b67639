package dev.envctl.trace;

import dev.envctl.value.Address;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// The way from an endpoint to what answers for it. The links stand in the order in which they depend on one another,
/// so the first broken one is the one to mend.
public record Trace(String environment, String region, Address address, Link endpoint) {

    /// How the whole path is, for a summary.
    public enum Verdict {
        HOLDS,
        /// Nothing is broken, and something is still being made or taken away.
        PENDING,
        /// Nothing that could be looked at is broken.
        UNCERTAIN,
        BROKEN
    }

    public Verdict verdict() {
        if (has(Condition.BROKEN)) {
            return Verdict.BROKEN;
        }
        if (has(Condition.UNSEEN)) {
            return Verdict.UNCERTAIN;
        }
        return has(Condition.PENDING) ? Verdict.PENDING : Verdict.HOLDS;
    }

    public boolean isBroken() {
        return verdict() == Verdict.BROKEN;
    }

    public Optional<Link> firstBroken() {
        return first(Condition.BROKEN);
    }

    public Optional<Link> first(Condition condition) {
        return links().stream().filter(link -> link.condition() == condition).findFirst();
    }

    public List<Link> links() {
        return withAllBelow(endpoint).toList();
    }

    private boolean has(Condition condition) {
        return first(condition).isPresent();
    }

    private static Stream<Link> withAllBelow(Link link) {
        return Stream.concat(Stream.of(link), link.below().stream().flatMap(Trace::withAllBelow));
    }
}
