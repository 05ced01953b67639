package dev.envctl.cli;

import dev.envctl.problem.Code;
import dev.envctl.problem.Problem;
import dev.envctl.problem.ProblemException;
import dev.envctl.runner.settings.RunnerSettings;
import dev.envctl.runner.settings.RunnerSettings.ForgeSettings;
import dev.envctl.runner.settings.RunnerSettings.Notification;
import dev.envctl.runner.settings.SecretReference;
import dev.envctl.runner.settings.SecretValues;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;

/// The secrets of the runner, from the process's variables and from files. Whatever is read is masked in everything
/// that is written from then on.
final class ServiceSecrets implements SecretValues {

    private final Shell shell;
    private final Redaction redaction;

    ServiceSecrets(Shell shell, Redaction redaction) {
        this.shell = shell;
        this.redaction = redaction;
    }

    @Override
    public String read(SecretReference reference) {
        String text = reference.text();
        String secret = (text.startsWith("env:") ? variable(text.substring(4)) : file(text.substring(5))).strip();
        if (secret.length() < Redaction.SHORTEST) {
            throw unreadable(
                    secret.isEmpty()
                            ? "The secret %s is empty.".formatted(text)
                            : "The secret %s is shorter than %d characters: that is no secret, and could not be"
                                            .formatted(text, Redaction.SHORTEST)
                                    + " kept out of logs.");
        }
        redaction.hide(secret);
        return secret;
    }

    private String variable(String name) {
        return shell.variable(name)
                .orElseThrow(() -> unreadable("The environment variable %s is not set.".formatted(name)));
    }

    private String file(String path) {
        try {
            return Files.readString(shell.directory().resolve(path), StandardCharsets.UTF_8);
        } catch (IOException notThere) {
            throw unreadable("Reading the secret file %s: %s."
                    .formatted(path, notThere.getClass().getSimpleName()));
        }
    }

    private static ProblemException unreadable(String detail) {
        return new ProblemException(Problem.of(Code.SECRET_UNREADABLE, detail));
    }

    /// What is wrong with the secrets that the settings refer to, each said once and with the setting that needs
    /// it.
    List<Problem> problems(RunnerSettings settings) {
        return references(settings).entrySet().stream()
                .flatMap(entry -> problem(entry.getKey(), entry.getValue()).stream())
                .toList();
    }

    private Optional<Problem> problem(SecretReference reference, String field) {
        try {
            read(reference);
            return Optional.empty();
        } catch (ProblemException unreadable) {
            Problem problem = unreadable.problems().getFirst();
            return Optional.of(problem.withHint("It is needed for %s.".formatted(field)));
        }
    }

    /// Every reference with the first setting that holds it.
    static SequencedMap<SecretReference, String> references(RunnerSettings settings) {
        SequencedMap<SecretReference, String> references = new LinkedHashMap<>();
        settings.database().password().ifPresent(password -> references.put(password, "database.password"));
        settings.forges().forEach((name, forge) -> ofForge("forges." + name, forge, references));
        for (Notification notification : settings.notifications()) {
            String field = "notifications." + notification.name();
            references.putIfAbsent(notification.url(), field + ".url");
            notification.signingSecret().ifPresent(key -> references.putIfAbsent(key, field + ".signingSecret"));
        }
        settings.signIn()
                .openId()
                .ifPresent(openId -> references.putIfAbsent(openId.clientSecret(), "signIn.openId.clientSecret"));
        return references;
    }

    private static void ofForge(String field, ForgeSettings forge, SequencedMap<SecretReference, String> references) {
        references.putIfAbsent(forge.webhookSecret(), field + ".webhookSecret");
        forge.token().ifPresent(token -> references.putIfAbsent(token, field + ".token"));
        forge.app().ifPresent(app -> references.putIfAbsent(app.privateKey(), field + ".app.privateKey"));
    }
}
