package dev.envctl.sandbox.aws;

import java.util.List;

/// One AWS service of the sandbox.
public interface EmulatedService {

    /// The name in the credential scope of a signed request (`emr-containers`, `elasticmapreduce`, `sso`, …), by which a
    /// call finds its service.
    String signingName();

    Protocol protocol();

    /// What the `X-Amz-Target` header of a JSON 1.1 service starts with (`ElasticMapReduce`), or the API version of a Query
    /// service (`2010-05-08`); empty for REST services.
    String targetOrVersion();

    List<Operation<?, ?>> operations();
}
