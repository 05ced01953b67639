package dev.envctl.provider;

import java.util.List;
import java.util.Optional;

/// Everything the engine can reach for one environment: the account and the providers that work in it.
public interface World {

    /// Checks who is calling before anything else is read, and says where the environment's objects live. Throws
    /// [ProviderException] for missing or expired credentials and for an account other than the expected one.
    Session.Place connect(String owner, Optional<String> expectedAccount);

    List<Provider> providers();
}
