package dev.envctl.sandbox.aws.account;

import dev.envctl.sandbox.Seed;
import dev.envctl.sandbox.World;

/// Plants the network, the EKS cluster and Identity Center. Its ids follow from the names, so they are the same in every
/// sandbox. Roles and Kubernetes objects are planted by their own parts.
public final class AccountSeed implements Seed {

    static final String REGION = "us-east-1";

    @Override
    public void plant(World world) {
        var network = new NetworkSeed(world).plant();
        new ClusterSeed(world, network).plant();
        new IdentitySeed(world).plant();
    }
}
