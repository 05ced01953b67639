package dev.envctl.sandbox.aws;

import dev.envctl.sandbox.World;
import java.time.Instant;
import software.amazon.awssdk.core.SdkBytes;

/// The circumstances of one call. `principalArn` is who signed it; `endpoint` is the address at which the caller has
/// reached the sandbox (`http://127.0.0.1:4566`), which differs from one process to the next; `body` is what a
/// streaming operation was sent, freed of its transfer encoding.
public record Call(World world, String region, String principalArn, String requestId, String endpoint, SdkBytes body) {

    public Call(World world, String region, String principalArn, String requestId) {
        this(world, region, principalArn, requestId, "http://127.0.0.1", SdkBytes.fromByteArray(new byte[0]));
    }

    public String accountId() {
        return World.ACCOUNT_ID;
    }

    public Instant now() {
        return world.now();
    }
}
