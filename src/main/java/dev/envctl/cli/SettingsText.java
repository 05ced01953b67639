package dev.envctl.cli;

import dev.envctl.report.Words;
import dev.envctl.runner.settings.RunnerSettings;
import dev.envctl.runner.settings.RunnerSettings.EnvironmentRule;
import dev.envctl.runner.settings.RunnerSettings.ForgeSettings;
import dev.envctl.runner.settings.RunnerSettings.RepositorySettings;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/// What the runner would do, for `--check-config`. Names references of secrets and no secret.
final class SettingsText {

    private final StringBuilder text = new StringBuilder();

    private SettingsText() {}

    /// `unreadable` is how many secrets could not be read.
    static String render(RunnerSettings settings, int unreadable) {
        SettingsText page = new SettingsText();
        page.process(settings);
        settings.forges().values().forEach(forge -> page.forge(settings, forge));
        settings.repositories().forEach(page::repository);
        page.people(settings);
        int references = ServiceSecrets.references(settings).size();
        page.line("secrets", "%d of %d can be read".formatted(references - unreadable, references));
        return page.text.toString();
    }

    private void process(RunnerSettings settings) {
        line(
                "listen",
                "%s:%d, reached as %s"
                        .formatted(settings.listen().host(), settings.listen().port(), settings.publicUrl()));
        line(
                "database",
                settings.database()
                        .url()
                        .orElseGet(() -> "a file in %s, for one process".formatted(settings.dataDirectory())));
        line(
                "replica",
                "%s, %s at once".formatted(settings.replica(), Words.count(settings.concurrency(), "environment")));
        line(
                "modules from",
                settings.modules().allow().isEmpty()
                        ? "the repositories themselves and envctl"
                        : String.join(", ", settings.modules().allow()));
    }

    private void forge(RunnerSettings settings, ForgeSettings forge) {
        line(
                "\nforge " + forge.name(),
                "%s at %s, by %s"
                        .formatted(
                                word(forge.type()),
                                forge.api(),
                                forge.app()
                                        .map(app -> "App " + app.id())
                                        .or(() -> forge.token().map(token -> "the token in " + token.text()))
                                        .orElse("nothing")));
        line(
                "  webhook",
                "%s, signed with %s"
                        .formatted(
                                settings.webhook(forge), forge.webhookSecret().text()));
    }

    private void repository(RepositorySettings repository) {
        line(
                "\nrepository " + repository.name(),
                "on %s, branch %s, from %s"
                        .formatted(repository.forge(), repository.defaultBranch(), repository.cloneUrl()));
        if (repository.planForks()) {
            line("  forks", "are planned, too");
        }
        repository.environments().forEach(rule -> line("  " + rule.path(), rule(rule)));
    }

    private static String rule(EnvironmentRule rule) {
        String apply = switch (rule.apply()) {
            case NEVER -> "plans only";
            case MERGE -> "applied on merge" + conditions(rule);
            case COMMENT ->
                "applied on comment" + conditions(rule) + ", by "
                        + String.join(", ", rule.allowed().apply());
        };
        Optional<String> drift = rule.drift()
                .map(settings -> "; drift at %s %s%s"
                        .formatted(settings.cron(), settings.zone(), settings.selfHeal() ? ", undone by itself" : ""));
        return apply + drift.orElse("");
    }

    private static String conditions(EnvironmentRule rule) {
        return rule.requirements().isEmpty()
                ? ""
                : rule.requirements().stream().map(SettingsText::word).collect(Collectors.joining(", ", " if ", ""));
    }

    private void people(RunnerSettings settings) {
        text.append('\n');
        settings.signIn().tokens().forEach(token -> line("token " + token.name(), word(token.role())));
        settings.signIn()
                .openId()
                .ifPresent(openId -> line(
                        "sign-in",
                        "%s, by %s: %s"
                                .formatted(
                                        openId.issuer(),
                                        openId.claim(),
                                        openId.roles().entrySet().stream()
                                                .map(role -> role.getKey() + " " + word(role.getValue()))
                                                .collect(Collectors.joining(", ")))));
        settings.notifications()
                .forEach(notification -> line(
                        "tell " + notification.name(),
                        notification.events().stream().map(SettingsText::word).collect(Collectors.joining(", "))));
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private void line(String name, String what) {
        text.append(name).append(": ").append(what).append('\n');
    }
}
