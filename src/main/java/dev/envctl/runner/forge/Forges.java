package dev.envctl.runner.forge;

import dev.envctl.runner.forge.gitea.GiteaForge;
import dev.envctl.runner.forge.github.GitHubForge;
import dev.envctl.runner.forge.gitlab.GitLabForge;
import dev.envctl.runner.forge.rest.Pause;
import dev.envctl.runner.forge.rest.Transport;
import dev.envctl.runner.settings.RunnerSettings.ForgeSettings;
import dev.envctl.runner.settings.SecretValues;
import java.time.Clock;

/// Makes a [Forge] from what the settings say of it. All share one transport, and so its connections.
public final class Forges {

    private final SecretValues secrets;
    private final Clock clock;
    private final Transport transport;

    public Forges(SecretValues secrets, Clock clock) {
        this(secrets, clock, Pause.ofThread());
    }

    /// With a `pause` of its own between repeated calls.
    public Forges(SecretValues secrets, Clock clock, Pause pause) {
        this.secrets = secrets;
        this.clock = clock;
        this.transport = new Transport(clock, pause);
    }

    /// Asks the forge nothing; [Forge#ping] does.
    public Forge of(ForgeSettings settings) {
        var account = new ForgeAccount(settings, secrets, transport, clock);
        return switch (settings.type()) {
            case GITHUB -> new GitHubForge(account);
            case GITLAB -> new GitLabForge(account);
            case GITEA -> new GiteaForge(account);
        };
    }
}
