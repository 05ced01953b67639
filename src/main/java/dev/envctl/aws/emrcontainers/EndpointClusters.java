package dev.envctl.aws.emrcontainers;

import dev.envctl.aws.Tagging;
import dev.envctl.provider.Observed;
import dev.envctl.provider.Session;
import dev.envctl.provider.Wanted;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.stream.Stream;

/// The virtual clusters to be asked for endpoints: those that the environment has or looks up, and those that documents
/// name by their id.
///
/// One of ours is left out when every document names the cluster that it means, and the listing of everything owned has
/// the cluster itself, but no endpoint in it. The listing lags for seconds where an endpoint takes minutes to come.
record EndpointClusters(Tagging tagging, Wanted wanted, Session session) {

    Set<String> ids() {
        Set<String> ids = new LinkedHashSet<>();
        wanted.parents().stream().filter(cluster -> !hasNone(cluster)).forEach(cluster -> ids.add(cluster.id()));
        named().forEach(ids::add);
        return ids;
    }

    private Stream<String> named() {
        return wanted.sought().stream().flatMap(sought -> sought.criteria().text("virtualClusterId").stream());
    }

    private boolean hasNone(Observed<?> cluster) {
        String arn = cluster.computed().text("arn").orElse("");
        Set<String> listed = Tagging.select(tagging.owned(session), "emr-containers", "/virtualclusters/")
                .keySet();
        return named().count() == wanted.sought().size()
                && listed.contains(arn)
                && listed.stream().noneMatch(other -> other.startsWith(arn + "/endpoints/"));
    }
}
