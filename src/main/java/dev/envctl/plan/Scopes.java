package dev.envctl.plan;

import dev.envctl.provider.Kinds;
import dev.envctl.provider.LiveObject;
import dev.envctl.provider.Observed;
import dev.envctl.value.KindName;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// Which kinds can be asked next: those that live in no other, and those whose scope was listed before.
final class Scopes {

    private final Kinds kinds;
    private final Set<KindName> listed = new LinkedHashSet<>();

    Scopes(Kinds kinds) {
        this.kinds = kinds;
    }

    Set<KindName> listed() {
        return listed;
    }

    boolean isReady(KindName kind) {
        return scope(kind)
                .filter(scope -> kinds.has(scope) && !listed.contains(scope))
                .isEmpty();
    }

    /// The objects, of those found so far, in which the kind's own objects live.
    List<Observed<?>> parents(KindName kind, Stream<LiveObject> found) {
        return scope(kind)
                .map(scope -> found.filter(object -> object.kind().equals(scope))
                        .<Observed<?>>map(object -> kinds.get(scope).typed(object))
                        .toList())
                .orElse(List.of());
    }

    private Optional<KindName> scope(KindName kind) {
        return kinds.get(kind).traits().scope();
    }
}
