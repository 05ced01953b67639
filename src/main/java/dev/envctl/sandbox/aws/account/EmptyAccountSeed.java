package dev.envctl.sandbox.aws.account;

import dev.envctl.sandbox.Seed;
import dev.envctl.sandbox.World;

/// Plants what an account has in which nobody has made anything: the people of its organisation's Identity Center, and
/// what AWS itself shows. No role, no network, no cluster, not even a default VPC.
public final class EmptyAccountSeed implements Seed {

    @Override
    public void plant(World world) {
        new NetworkSeed(world).plantPrefixLists();
        new IdentitySeed(world).plant();
    }
}
