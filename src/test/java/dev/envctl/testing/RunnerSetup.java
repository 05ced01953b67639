package dev.envctl.testing;

import dev.envctl.cli.CloudEngines;
import dev.envctl.cli.Shell;
import dev.envctl.runner.Surroundings;
import dev.envctl.runner.settings.RunnerSettings;
import dev.envctl.runner.settings.RunnerSettings.AccessToken;
import dev.envctl.runner.settings.RunnerSettings.Allowed;
import dev.envctl.runner.settings.RunnerSettings.ApplyOn;
import dev.envctl.runner.settings.RunnerSettings.EnvironmentRule;
import dev.envctl.runner.settings.RunnerSettings.ForgeSettings;
import dev.envctl.runner.settings.RunnerSettings.RepositorySettings;
import dev.envctl.runner.settings.RunnerSettings.Requirement;
import dev.envctl.runner.settings.RunnerSettings.Role;
import dev.envctl.runner.settings.SecretValues;
import dev.envctl.sandbox.Sandbox;
import dev.envctl.value.Ordered;
import dev.envctl.value.Sha256;
import java.io.ByteArrayInputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/// A runner on loopback for one repository of one forge, whose environments live in a sandbox.
public record RunnerSetup(ForgeSettings forge, String repository, URI cloneUrl) {

    /// Without a database it is a file in `data`.
    public RunnerSettings settings(String replica, Path data, Optional<String> database, ApplyOn apply) {
        return new RunnerSettings(
                new RunnerSettings.Listen("127.0.0.1", 0),
                URI.create("https://envctl.example.com/"),
                data,
                new RunnerSettings.Database(database, Optional.empty(), Optional.empty()),
                replica,
                2,
                Ordered.copyOf(Map.of(forge.name(), forge)),
                List.of(new RepositorySettings(
                        repository,
                        forge.name(),
                        cloneUrl,
                        "main",
                        false,
                        List.of(new EnvironmentRule(
                                "environments/*",
                                apply,
                                List.of(Requirement.APPROVED, Requirement.MERGEABLE),
                                new Allowed(List.of("writers"), List.of("writers"), List.of("user:alice")),
                                Optional.empty())))),
                new RunnerSettings.Modules(List.of()),
                List.of(),
                List.of(),
                new RunnerSettings.SignIn(
                        List.of(
                                new AccessToken("story", Sha256.hex(RunnerStory.ADMIN_TOKEN), Role.ADMIN),
                                new AccessToken("reader", Sha256.hex(RunnerStory.READ_TOKEN), Role.READ)),
                        Optional.empty(),
                        Duration.ofHours(1)),
                Duration.ofSeconds(5),
                Duration.ofDays(90));
    }

    /// `opened` is told of each sandbox.
    public static Surroundings surroundings(Path data, SecretValues secrets, Consumer<Sandbox> opened) {
        return new Surroundings(
                secrets, calls -> new CloudEngines(shell(data), data, opened, calls::called), Clock.systemUTC());
    }

    private static Shell shell(Path directory) {
        PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8);
        return Shell.of(
                new ByteArrayInputStream(new byte[0]), nowhere, nowhere, Map.of("HOSTNAME", "runner"), directory);
    }
}
