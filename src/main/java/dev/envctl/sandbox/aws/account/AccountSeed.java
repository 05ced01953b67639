package dev.envctl.sandbox.aws.account;

import dev.envctl.sandbox.Seed;
import dev.envctl.sandbox.World;
import dev.envctl.sandbox.aws.iam.IamSeed;
import dev.envctl.sandbox.aws.iam.IamStore;
import java.time.Duration;

/// Plants the roles, the network, the EKS cluster and Identity Center. Its ids follow from the names, so they are the
/// same in every sandbox. The cluster's Kubernetes objects appear when somebody first looks into it.
public final class AccountSeed implements Seed {

    static final String REGION = "us-east-1";

    @Override
    public void plant(World world) {
        new IamSeed(new IamStore(Duration.ZERO)).plant(world);
        var network = new NetworkSeed(world).plant();
        new ClusterSeed(world, network).plant();
        new IdentitySeed(world).plant();
    }
}
