package dev.envctl.sandbox;

import dev.envctl.sandbox.aws.Principals;
import dev.envctl.sandbox.aws.eks.EksStore;
import dev.envctl.sandbox.kubernetes.ApiServers;
import java.time.Clock;
import java.util.Optional;

/// Where EKS and Kubernetes meet: the API servers of the clusters that EKS knows, for the callers that IAM knows.
public final class EmulatedClusters implements ClusterDirectory {

    private EmulatedClusters() {}

    /// `realTime` is what the tokens of kubectl go by.
    public static KubernetesApi servedAt(Clock realTime) {
        return new ApiServers(new EmulatedClusters(), realTime);
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
