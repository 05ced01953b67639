package dev.envctl.provider;

import dev.envctl.problem.Problem;
import dev.envctl.value.Address;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/// What an observation looked for and did not find, though documents count on it. A kind cannot tell whether that is a
/// mistake, because what is missing may be about to be made. So it notes it here, and whoever sees the whole
/// environment judges.
public final class Missing {

    /// An EKS cluster. `others` are the names of those that there are: asked for only by who has something to say
    /// of it, and empty when that is refused.
    public record Cluster(String name, Supplier<List<String>> others) {}

    /// A Kubernetes kind that a cluster does not serve. `builtIn` when it would have to come with the cluster's own
    /// version; `problem` is what an apply would say.
    public record ServedKind(String cluster, boolean builtIn, Problem problem) {}

    private final Map<String, Cluster> clusters = new ConcurrentHashMap<>();
    private final Map<Address, ServedKind> servedKinds = new ConcurrentHashMap<>();

    public void note(Cluster cluster) {
        clusters.put(cluster.name(), cluster);
    }

    /// `document` is of that kind.
    public void note(Address document, ServedKind kind) {
        servedKinds.put(document, kind);
    }

    /// EKS may not know a cluster that is reached all the same.
    public void reached(String cluster) {
        clusters.remove(cluster);
    }

    public Optional<Cluster> cluster(String name) {
        return Optional.ofNullable(clusters.get(name));
    }

    public Optional<ServedKind> servedKind(Address document) {
        return Optional.ofNullable(servedKinds.get(document));
    }
}
