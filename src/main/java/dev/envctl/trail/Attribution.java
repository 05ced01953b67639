package dev.envctl.trail;

import dev.envctl.provider.Provider;
import dev.envctl.provider.Session;
import dev.envctl.value.KindName;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/// Asks each provider about the objects of its kinds.
public final class Attribution {

    private final List<Provider> providers;
    private final Session session;

    public Attribution(List<Provider> providers, Session session) {
        this.providers = List.copyOf(providers);
        this.session = session;
    }

    public Findings find(Trail.Question question) {
        Findings findings = Findings.NONE;
        for (Provider provider : providers) {
            List<Moved> theirs = theirs(provider, question.moved());
            if (!theirs.isEmpty()) {
                findings = findings.and(ask(provider, question.of(theirs)));
            }
        }
        return findings;
    }

    private Findings ask(Provider provider, Trail.Question question) {
        return provider instanceof Trail.Source source
                ? source.trail(session).ask(question)
                : Findings.unknown(question.moved().stream().map(Moved::address).toList());
    }

    private static List<Moved> theirs(Provider provider, List<Moved> moved) {
        Set<KindName> kinds =
                provider.kinds().stream().map(kind -> kind.name()).collect(Collectors.toUnmodifiableSet());
        return moved.stream()
                .filter(object -> kinds.contains(object.address().kind()))
                .toList();
    }
}
