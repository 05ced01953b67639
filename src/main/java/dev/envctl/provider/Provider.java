package dev.envctl.provider;

import java.util.List;

/// A family of kinds that share a client library.
public interface Provider {

    String name();

    List<ResourceKind<?>> kinds();

    /// API calls made so far, retries not counted.
    long calls();
}
