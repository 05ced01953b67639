package dev.envctl.runner.settings;

import dev.envctl.runner.settings.RunnerSettings.ForgeSettings;
import dev.envctl.runner.settings.RunnerSettings.ForgeType;
import java.net.URI;

/// Where forges are, where nobody says.
final class ForgeAddresses {

    private ForgeAddresses() {}

    static URI api(ForgeType type) {
        return switch (type) {
            case GITHUB -> URI.create("https://api.github.com");
            case GITLAB -> URI.create("https://gitlab.com/api/v4");
            case GITEA -> throw new IllegalStateException("a Gitea without address; this is a bug in envctl");
        };
    }

    /// The API stands beside the repositories (`/api/v3`, `/api/v4`, `/api/v1`), except on github.com.
    static URI clone(ForgeSettings forge, String repository) {
        String api = forge.api().toString();
        String site = api.equals("https://api.github.com") ? "https://github.com" : api.replaceFirst("/api/v\\d+$", "");
        return URI.create(site + "/" + repository + ".git");
    }
}
