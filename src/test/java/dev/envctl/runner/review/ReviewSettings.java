package dev.envctl.runner.review;

import dev.envctl.runner.settings.RunnerSettings;
import dev.envctl.runner.settings.RunnerSettings.Allowed;
import dev.envctl.runner.settings.RunnerSettings.ApplyOn;
import dev.envctl.runner.settings.RunnerSettings.EnvironmentRule;
import dev.envctl.runner.settings.RunnerSettings.RepositorySettings;
import dev.envctl.runner.settings.RunnerSettings.Requirement;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;

/// One repository: production needs an approval and is applied by merging, the tests' environments by comment, the rest
/// by merging without further ado.
final class ReviewSettings {

    static final Allowed WRITERS = new Allowed(List.of("writers"), List.of("team:ops"), List.of("user:root"));

    private ReviewSettings() {}

    static EnvironmentRule rule(String path, ApplyOn apply, Requirement... requirements) {
        return new EnvironmentRule(path, apply, List.of(requirements), WRITERS, Optional.empty());
    }

    static RunnerSettings usual() {
        return of(
                false,
                rule("environments/prod*", ApplyOn.MERGE, Requirement.APPROVED),
                rule("environments/strict*", ApplyOn.MERGE, Requirement.APPROVED, Requirement.UP_TO_DATE),
                rule(
                        "environments/test*",
                        ApplyOn.COMMENT,
                        Requirement.APPROVED,
                        Requirement.MERGEABLE,
                        Requirement.UP_TO_DATE),
                rule("environments/frozen", ApplyOn.NEVER),
                rule("environments/*", ApplyOn.MERGE));
    }

    static RunnerSettings of(boolean planForks, EnvironmentRule... rules) {
        var repository = new RepositorySettings(
                "acme/platform",
                "github",
                URI.create("https://github.com/acme/platform.git"),
                "main",
                planForks,
                List.of(rules));
        return new RunnerSettings(
                new RunnerSettings.Listen("localhost", 8080),
                URI.create("https://envctl.example.com/"),
                Path.of("data"),
                new RunnerSettings.Database(Optional.empty(), Optional.empty(), Optional.empty()),
                "replica",
                4,
                new LinkedHashMap<>(),
                List.of(repository),
                new RunnerSettings.Modules(List.of()),
                List.of(),
                List.of(),
                new RunnerSettings.SignIn(List.of(), Optional.empty(), Duration.ofHours(1)),
                Duration.ofSeconds(30),
                Duration.ofDays(30));
    }
}
