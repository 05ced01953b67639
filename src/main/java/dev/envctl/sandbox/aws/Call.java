package dev.envctl.sandbox.aws;

import dev.envctl.sandbox.World;
import java.time.Instant;

/// The circumstances of one call. `principalArn` is who signed it.
public record Call(World world, String region, String principalArn, String requestId) {

    public String accountId() {
        return World.ACCOUNT_ID;
    }

    public Instant now() {
        return world.now();
    }
}
