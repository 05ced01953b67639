package dev.envctl.provider;

import java.time.Clock;
import java.util.List;
import java.util.Optional;

/// Everything the engine can reach for one environment: the account, the providers that work in it, and its time (the
/// sandbox's runs faster).
public interface World extends AutoCloseable {

    /// Checks who is calling before anything else is read, and says where the environment's objects live. Throws
    /// [ProviderException] for missing or expired credentials and for an account other than the expected one.
    Session.Place connect(String owner, Optional<String> expectedAccount);

    List<Provider> providers();

    Clock clock();

    Session.Sleeper sleeper();

    /// API calls made so far by all providers.
    default long calls() {
        return providers().stream().mapToLong(Provider::calls).sum();
    }

    @Override
    void close();
}
