package dev.envctl.sandbox;

import dev.envctl.sandbox.aws.Principals;
import dev.envctl.sandbox.aws.eks.EksStore;
import java.util.Optional;

/// The emulated account's clusters and callers, for the Kubernetes API.
public final class AccountClusters implements ClusterDirectory {

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
