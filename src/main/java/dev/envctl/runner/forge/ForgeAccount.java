package dev.envctl.runner.forge;

import dev.envctl.runner.forge.rest.Transport;
import dev.envctl.runner.settings.RunnerSettings.ForgeSettings;
import dev.envctl.runner.settings.SecretReference;
import dev.envctl.runner.settings.SecretValues;
import java.net.URI;
import java.time.Clock;

/// What every forge is made from: where it is, how it is reached, and secrets, read at each use so that a rotated one
/// counts from the next call on.
public record ForgeAccount(ForgeSettings settings, SecretValues secrets, Transport transport, Clock clock) {

    public String read(SecretReference secret) {
        return secrets.read(secret).strip();
    }

    /// Throws when there is no token in the settings.
    public String token() {
        return read(settings.token()
                .orElseThrow(() -> new ForgeException(
                        "reaching " + settings.name() + ": it has no token in the settings", false)));
    }

    /// Without a slash at the end.
    public URI api() {
        return URI.create(settings.api().toString().replaceAll("/+$", ""));
    }
}
