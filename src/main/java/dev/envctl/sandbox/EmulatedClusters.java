package dev.envctl.sandbox;

import dev.envctl.sandbox.aws.Principals;
import dev.envctl.sandbox.aws.eks.ClusterRow;
import dev.envctl.sandbox.aws.eks.EksStore;
import dev.envctl.sandbox.kubernetes.ApiServers;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/// Where EKS and Kubernetes meet: the API servers of the clusters that EKS knows, for the callers that IAM knows.
public final class EmulatedClusters implements ClusterDirectory {

    private EmulatedClusters() {}

    /// `realTime` is what the tokens of kubectl go by.
    public static KubernetesApi servedAt(Clock realTime) {
        return new ApiServers(new EmulatedClusters(), realTime);
    }

    /// Of the clusters that answer.
    public static List<String> names(World world) {
        return world.transaction(() -> {
            EksStore eks = new EksStore(world);
            return eks.clusters().rows().stream()
                    .map(ClusterRow::name)
                    .filter(name -> eks.directoryEntry(name).isPresent())
                    .toList();
        });
    }

    @Override
    public Optional<Cluster> cluster(World world, String name) {
        return new EksStore(world).directoryEntry(name);
    }

    @Override
    public Optional<Caller> caller(World world, String accessKeyId) {
        return Principals.find(world, accessKeyId)
                .map(principal -> new Caller(principal.arn(), principal.secretAccessKey()));
    }
}
