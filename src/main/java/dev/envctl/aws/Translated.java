package dev.envctl.aws;

import dev.envctl.provider.Definition;
import dev.envctl.provider.Observed;
import dev.envctl.provider.Ownership;
import dev.envctl.provider.ResourceKind;
import dev.envctl.provider.Session;
import dev.envctl.provider.Wanted;
import dev.envctl.value.FieldPath;
import java.util.List;
import java.util.Set;

/// A kind as the provider offers it: SDK exceptions come out as [dev.envctl.provider.ProviderException], and it is not
/// asked at all where no document mentions it and the listing of everything tagged has none of its objects. So a plan
/// makes no more calls because there are more kinds. That listing lags for some seconds; what it misses in a run right
/// after a document was removed is found by the next.
record Translated<S extends Record>(ResourceKind<S> kind, Tagging tagging) implements ResourceKind<S> {

    @Override
    public Definition<S> definition() {
        return kind.definition();
    }

    @Override
    public List<Observed<S>> observe(Wanted wanted, Session session) {
        return Refusals.translated(() -> hasNone(wanted, session) ? List.of() : kind.observe(wanted, session));
    }

    private boolean hasNone(Wanted wanted, Session session) {
        return wanted.sought().isEmpty()
                && traits().listed()
                        .filter(listed -> Tagging.select(tagging.owned(session), listed.service(), listed.type())
                                .isEmpty())
                        .isPresent();
    }

    @Override
    public Observed<S> create(S desired, Ownership ownership, Session session) {
        return Refusals.translated(() -> kind.create(desired, ownership, session));
    }

    @Override
    public Observed<S> update(
            Observed<S> current, S desired, Set<FieldPath> changed, Ownership ownership, Session session) {
        return Refusals.translated(() -> kind.update(current, desired, changed, ownership, session));
    }

    @Override
    public void delete(Observed<S> current, Session session) {
        Refusals.translated(() -> done(() -> kind.delete(current, session)));
    }

    @Override
    public void claim(Observed<S> current, Ownership ownership, Session session) {
        Refusals.translated(() -> done(() -> kind.claim(current, ownership, session)));
    }

    @Override
    public void release(Observed<S> current, Session session) {
        Refusals.translated(() -> done(() -> kind.release(current, session)));
    }

    @Override
    public Observed<S> await(Observed<S> current, Session session) {
        return Refusals.translated(() -> kind.await(current, session));
    }

    private static boolean done(Runnable call) {
        call.run();
        return true;
    }
}
