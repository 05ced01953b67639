package dev.envctl.sandbox.aws;

import dev.envctl.sandbox.World;
import java.util.List;

/// One AWS service of the sandbox.
public interface EmulatedService {

    /// The name in the credential scope of a signed request (`emr-containers`, `elasticmapreduce`, `sso`, …), by
    /// which a call finds its service.
    String signingName();

    Protocol protocol();

    /// What the `X-Amz-Target` header of a JSON 1.1 service starts with (`ElasticMapReduce`), or the API version of
    /// a Query service (`2010-05-08`); empty for REST services.
    String targetOrVersion();

    List<Operation<?, ?>> operations();

    /// Brings about what has become due by the clock since the last call, such as the load balancer of an endpoint
    /// that is now active. Runs for every service at the start of each transaction, whichever service or API is
    /// called, so that all of them see the same world. Costs next to nothing when nothing is due.
    default void settle(World world) {}
}
