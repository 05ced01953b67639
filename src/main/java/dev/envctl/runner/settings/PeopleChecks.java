package dev.envctl.runner.settings;

import dev.envctl.problem.Code;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// Forges and how to be let in there; who is let in here, and who is told.
final class PeopleChecks {

    private final Findings findings;

    PeopleChecks(Findings findings) {
        this.findings = findings;
    }

    void check(Setting root) {
        root.entries("forges").forEach(this::forge);
        List<Setting> tokens =
                root.at("signIn").map(signIn -> signIn.elements("tokens")).orElse(List.of());
        tokens.forEach(token -> token.at("sha256").ifPresent(this::digest));
        distinct(tokens, "name", "token");
        distinct(tokens, "sha256", "digest");
        distinct(root.elements("notifications"), "name", "notification");
    }

    private void forge(Setting forge) {
        if (!forge.key().matches("[a-z][a-z0-9-]{0,62}")) {
            findings.reportKey(
                    Code.INVALID_NAME,
                    forge,
                    "The name of a forge is part of an address: a small letter, then small letters, digits and hyphens,"
                            + " 63 in all.");
        }
        Optional<String> type = forge.text("type");
        if (type.equals(Optional.of("gitea")) && !forge.has("api")) {
            findings.reportKey(
                    Code.MISSING_FIELD,
                    forge,
                    "%s needs the field \"api\", such as https://git.example.com/api/v1: Gitea has no one home."
                            .formatted(forge.path()));
        }
        access(forge, type.orElse(""));
    }

    private void access(Setting forge, String type) {
        if (forge.has("app") && !type.isEmpty() && !type.equals("github")) {
            findings.reportKey(
                    Code.SETTINGS_DISAGREE,
                    forge.at("app").orElse(forge),
                    "%s is of type %s, and only GitHub has Apps. Use token.".formatted(forge.path(), type));
            return;
        }
        if (forge.has("app") == forge.has("token")) {
            findings.reportKey(
                    Code.SETTINGS_DISAGREE,
                    forge,
                    forge.has("app")
                            ? "%s has an App and a token. Take one out.".formatted(forge.path())
                            : "%s has no %s: the runner could not get in."
                                    .formatted(forge.path(), type.equals("github") ? "app and no token" : "token"));
        }
    }

    /// What is no digest may be the token itself, so it is not shown.
    private void digest(Setting digest) {
        if (digest.text().filter(text -> !text.matches("[0-9a-fA-F]{64}")).isPresent()) {
            findings.reportHidden(
                    Code.INVALID_SETTING,
                    digest,
                    "%s is no SHA-256 digest: it must be 64 hex digits.".formatted(digest.path()),
                    "printf %s \"$TOKEN\" | sha256sum gives it. The token itself belongs to nobody but its holder.");
        }
    }

    private void distinct(List<Setting> list, String field, String what) {
        Map<String, Setting> seen = new HashMap<>();
        for (Setting element : list) {
            Optional<Setting> name = element.at(field);
            String text = name.flatMap(Setting::text).orElse("").toLowerCase(Locale.ROOT);
            Setting first = text.isEmpty() ? null : seen.putIfAbsent(text, element);
            if (first != null) {
                findings.report(
                        Code.DUPLICATE_SETTING,
                        name.orElse(element),
                        "This %s stands at %s already.".formatted(what, first.path()));
            }
        }
    }
}
