package dev.envctl.kubernetes;

import dev.envctl.provider.Observed;
import dev.envctl.provider.SpecCodec;
import dev.envctl.provider.Wanted;
import java.util.LinkedHashSet;
import java.util.SequencedSet;

/// The clusters in which an observation has to look: those of the environment, and those that documents name.
final class ClusterNames {

    private ClusterNames() {}

    static SequencedSet<String> in(Wanted wanted) {
        SequencedSet<String> names = new LinkedHashSet<>();
        for (Observed<?> parent : wanted.parents()) {
            parent.computed()
                    .text("name")
                    .or(() -> SpecCodec.write(parent.spec()).text("name"))
                    .ifPresent(names::add);
        }
        wanted.sought().forEach(each -> each.criteria().text("clusterName").ifPresent(names::add));
        return names;
    }
}
