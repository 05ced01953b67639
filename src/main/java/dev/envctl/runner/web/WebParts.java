package dev.envctl.runner.web;

import dev.envctl.runner.run.AuditLog;
import dev.envctl.runner.run.Environments;
import dev.envctl.runner.run.Runs;
import dev.envctl.runner.settings.RunnerSettings;
import dev.envctl.runner.settings.SecretValues;
import java.time.Clock;
import java.util.List;
import java.util.function.Supplier;
import org.jdbi.v3.core.Jdbi;

/// What the web server is given. Settings are asked for at every request, so that a reload counts at once; only where
/// to listen is read once.
public record WebParts(
        Supplier<RunnerSettings> settings,
        SecretValues secretValues,
        Store store,
        Actions actions,
        WebhookDoor webhooks,
        List<ReadyCheck> checks,
        Metrics metrics,
        Clock clock) {

    public WebParts {
        checks = List.copyOf(checks);
    }

    public record Store(Jdbi jdbi, Runs runs, Environments environments, AuditLog audit) {}

    /// `scrape` returns Prometheus' text format. `open` lets anybody read it, for scrapers that have no token.
    public record Metrics(Supplier<String> scrape, boolean open) {}
}
