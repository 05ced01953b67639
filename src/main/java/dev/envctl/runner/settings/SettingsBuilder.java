package dev.envctl.runner.settings;

import dev.envctl.runner.settings.RunnerSettings.AccessToken;
import dev.envctl.runner.settings.RunnerSettings.Allowed;
import dev.envctl.runner.settings.RunnerSettings.App;
import dev.envctl.runner.settings.RunnerSettings.ApplyOn;
import dev.envctl.runner.settings.RunnerSettings.DriftSettings;
import dev.envctl.runner.settings.RunnerSettings.EnvironmentRule;
import dev.envctl.runner.settings.RunnerSettings.ForgeSettings;
import dev.envctl.runner.settings.RunnerSettings.ForgeType;
import dev.envctl.runner.settings.RunnerSettings.Notification;
import dev.envctl.runner.settings.RunnerSettings.OpenId;
import dev.envctl.runner.settings.RunnerSettings.RepositorySettings;
import dev.envctl.runner.settings.RunnerSettings.Requirement;
import dev.envctl.runner.settings.RunnerSettings.Role;
import dev.envctl.runner.settings.RunnerSettings.SignIn;
import dev.envctl.value.Value;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SequencedMap;

/// Makes the records of settings that were found to be right. What is missing has its default by then, except for what
/// follows from other settings.
final class SettingsBuilder {

    private final Path workingDirectory;
    private final String host;

    SettingsBuilder(Path workingDirectory, String host) {
        this.workingDirectory = workingDirectory;
        this.host = host;
    }

    RunnerSettings build(Setting root) {
        Setting listen = needed(root, "listen");
        var where = new RunnerSettings.Listen(
                text(listen, "host"), Math.toIntExact(listen.number("port").orElseThrow()));
        SequencedMap<String, ForgeSettings> forges = new LinkedHashMap<>();
        root.entries("forges").forEach(forge -> forges.put(forge.key(), forge(forge)));
        return new RunnerSettings(
                where,
                root.text("publicUrl").map(SettingsBuilder::base).orElseGet(() -> local(where)),
                workingDirectory.resolve(text(root, "dataDirectory")).normalize(),
                database(needed(root, "database")),
                root.text("replica").orElse(host),
                Math.toIntExact(root.number("concurrency").orElseThrow()),
                forges,
                root.elements("repositories").stream()
                        .map(repository -> repository(repository, forges))
                        .toList(),
                new RunnerSettings.Modules(needed(root, "modules").texts("allow")),
                root.texts("secretVariables"),
                root.elements("notifications").stream()
                        .map(SettingsBuilder::notification)
                        .toList(),
                signIn(needed(root, "signIn")),
                duration(root, "shutdownGrace"),
                duration(root, "keep"));
    }

    private static URI local(RunnerSettings.Listen listen) {
        String name = listen.host().contains(":") && !listen.host().startsWith("[")
                ? "[" + listen.host() + "]"
                : listen.host();
        return URI.create("http://%s:%d".formatted(name, listen.port()));
    }

    private static RunnerSettings.Database database(Setting database) {
        return new RunnerSettings.Database(database.text("url"), database.text("user"), secret(database, "password"));
    }

    private static ForgeSettings forge(Setting forge) {
        ForgeType type = constant(ForgeType.class, text(forge, "type"));
        return new ForgeSettings(
                forge.key(),
                type,
                forge.text("api").map(SettingsBuilder::base).orElseGet(() -> ForgeAddresses.api(type)),
                secret(forge, "webhookSecret").orElseThrow(),
                secret(forge, "token"),
                forge.at("app").map(SettingsBuilder::app));
    }

    private static App app(Setting app) {
        String id =
                app.text("id").or(() -> app.number("id").map(String::valueOf)).orElseThrow();
        return new App(id, app.number("installation"), secret(app, "privateKey").orElseThrow());
    }

    private static RepositorySettings repository(Setting repository, SequencedMap<String, ForgeSettings> forges) {
        ForgeSettings forge = repository
                .text("forge")
                .map(forges::get)
                .orElseGet(() -> forges.firstEntry().getValue());
        String name = text(repository, "name");
        return new RepositorySettings(
                name,
                forge.name(),
                repository.text("cloneUrl").map(URI::create).orElseGet(() -> ForgeAddresses.clone(forge, name)),
                text(repository, "defaultBranch"),
                repository.flag("planForks"),
                repository.elements("environments").stream()
                        .map(SettingsBuilder::rule)
                        .toList());
    }

    private static EnvironmentRule rule(Setting rule) {
        Setting allowed = needed(rule, "allowed");
        return new EnvironmentRule(
                text(rule, "path"),
                constant(ApplyOn.class, text(rule, "apply")),
                constants(Requirement.class, rule.texts("requirements")),
                new Allowed(allowed.texts("plan"), allowed.texts("apply"), allowed.texts("unlock")),
                rule.at("drift").map(SettingsBuilder::drift));
    }

    private static DriftSettings drift(Setting drift) {
        return new DriftSettings(
                text(drift, "cron"), ZoneId.of(text(drift, "zone")), duration(drift, "spread"), drift.flag("selfHeal"));
    }

    private static Notification notification(Setting notification) {
        return new Notification(
                text(notification, "name"),
                secret(notification, "url").orElseThrow(),
                secret(notification, "signingSecret"),
                constants(RunnerSettings.Event.class, notification.texts("events")));
    }

    private static SignIn signIn(Setting signIn) {
        return new SignIn(
                signIn.elements("tokens").stream()
                        .map(token -> new AccessToken(
                                text(token, "name"),
                                text(token, "sha256").toLowerCase(Locale.ROOT),
                                constant(Role.class, text(token, "role"))))
                        .toList(),
                signIn.at("openId").map(SettingsBuilder::openId),
                duration(signIn, "sessionLife"));
    }

    private static OpenId openId(Setting openId) {
        SequencedMap<String, Role> roles = new LinkedHashMap<>();
        openId.entries("roles")
                .forEach(role ->
                        roles.put(role.key(), constant(Role.class, role.text().orElseThrow())));
        return new OpenId(
                URI.create(text(openId, "issuer")),
                text(openId, "clientId"),
                secret(openId, "clientSecret").orElseThrow(),
                openId.texts("scopes"),
                text(openId, "claim"),
                roles);
    }

    /// Without a slash at the end, because paths are put behind it.
    private static URI base(String address) {
        return URI.create(address.replaceFirst("/+$", ""));
    }

    private static Setting needed(Setting setting, String key) {
        return setting.at(key)
                .orElseGet(
                        () -> new Setting(Value.MapValue.EMPTY, setting.path().key(key)));
    }

    private static String text(Setting setting, String key) {
        return setting.text(key)
                .orElseThrow(() -> new IllegalStateException(
                        "no setting %s.%s; this is a bug in envctl".formatted(setting.path(), key)));
    }

    private static Duration duration(Setting setting, String key) {
        return Amounts.duration(text(setting, key));
    }

    private static Optional<SecretReference> secret(Setting setting, String key) {
        return setting.text(key).map(SecretReference::new);
    }

    private static <E extends Enum<E>> E constant(Class<E> type, String word) {
        return Enum.valueOf(type, word.toUpperCase(Locale.ROOT).replace('-', '_'));
    }

    private static <E extends Enum<E>> List<E> constants(Class<E> type, List<String> words) {
        return words.stream().map(word -> constant(type, word)).toList();
    }
}
