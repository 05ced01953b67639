package dev.envctl.aws.ec2;

import dev.envctl.aws.CreateOnce;
import dev.envctl.aws.Selection;
import dev.envctl.problem.Code;
import dev.envctl.provider.Observed;
import dev.envctl.provider.Ownership;
import dev.envctl.provider.Phase;
import dev.envctl.provider.ProviderException;
import dev.envctl.provider.Session;
import dev.envctl.provider.Wanted;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import software.amazon.awssdk.services.ec2.model.Filter;

/// The life of objects that have no name, only an id that EC2 gives them: found, born once and waited for by their
/// tags. `describe` reads what matches some filters; `idFilter` is the filter that means the id. Filters rather than
/// ids, because an id that EC2 does not show yet, or shows no longer, is refused, while a filter finds nothing.
/// `patience` is how long one may take to be ready.
record TaggedObjects<S extends Record>(
        String noun, String idFilter, Duration patience, Function<List<Filter>, List<Observed<S>>> describe) {

    /// What the environment owns, for kinds that cannot be looked up.
    List<Observed<S>> observe(Wanted wanted, Session session) {
        if (!wanted.includeOwned()) {
            return List.of();
        }
        return Selection.<S>byFields().of(owned(session), wanted, session);
    }

    List<Observed<S>> owned(Session session) {
        return present(List.of(Ec2Tags.ownedBy(session)));
    }

    /// Makes an object of this owner, address and generation, unless an attempt whose answer was lost has made it,
    /// and waits for it. The call by which `create` gets an id must not be repeated by the SDK.
    Observed<S> createOnce(Ownership ownership, Session session, Supplier<String> create) {
        String id = new CreateOnce<>(session, () -> born(ownership), _ -> false).orElse(create);
        return whenReady(id, session);
    }

    private Optional<String> born(Ownership ownership) {
        return present(Ec2Tags.bornAs(ownership)).stream()
                .filter(live -> live.phase() != Phase.DELETING)
                .map(Observed::id)
                .findFirst();
    }

    Optional<Observed<S>> find(String id) {
        return present(List.of(Ec2Tags.filter(idFilter, id))).stream().findFirst();
    }

    Observed<S> whenReady(String id, Session session) {
        return session.waitFor(noun + " " + id + " to be available")
                .every(Duration.ofSeconds(3))
                .atMost(patience)
                .until(() -> find(id).filter(live -> isReady(live, session)));
    }

    private boolean isReady(Observed<S> live, Session session) {
        session.report(live.id(), live.state());
        if (live.phase() == Phase.FAILED) {
            throw ProviderException.of(
                            Code.CREATION_FAILED,
                            "The %s %s ended %s%s."
                                    .formatted(
                                            noun,
                                            live.id(),
                                            live.state(),
                                            live.stateDetail()
                                                    .map(text -> ": " + text)
                                                    .orElse("")))
                    .withHint("Mend the cause, then apply again: what failed is replaced.");
        }
        return live.phase() == Phase.READY;
    }

    void untilGone(String id, Duration atMost, Session session) {
        session.waitFor(noun + " " + id + " to be gone")
                .every(Duration.ofSeconds(5))
                .atMost(atMost)
                .untilTrue(() -> {
                    Optional<Observed<S>> live = find(id);
                    live.ifPresent(object -> session.report(id, object.state()));
                    return live.isEmpty();
                });
    }

    private List<Observed<S>> present(List<Filter> filters) {
        return describe.apply(filters).stream()
                .filter(live -> live.phase() != Phase.ABSENT)
                .toList();
    }
}
