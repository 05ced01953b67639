package dev.envctl.runner.settings;

import dev.envctl.problem.Code;
import dev.envctl.problem.Suggestion;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.PatternSyntaxException;

/// Repositories, the forges that they name, and the rules for their environments.
final class RepositoryChecks {

    private final Findings findings;
    private final List<String> forges;
    private final Map<String, Setting> known = new HashMap<>();

    RepositoryChecks(Findings findings, List<String> forges) {
        this.findings = findings;
        this.forges = forges;
    }

    void check(List<Setting> repositories) {
        repositories.forEach(this::repository);
    }

    private void repository(Setting repository) {
        Optional<String> forge = repository.text("forge").or(this::onlyForge);
        repository.at("forge").ifPresent(this::forge);
        if (forge.isEmpty() && !forges.isEmpty()) {
            findings.reportKey(
                    Code.UNKNOWN_FORGE,
                    repository.at("name").orElse(repository),
                    "There are several forges (%s), and %s says of none that it is there."
                            .formatted(String.join(", ", forges), repository.path()));
        }
        repository.at("name").ifPresent(name -> once(forge.orElse(""), name));
        rules(repository.elements("environments"));
    }

    private Optional<String> onlyForge() {
        return forges.size() == 1 ? Optional.of(forges.getFirst()) : Optional.empty();
    }

    private void forge(Setting forge) {
        String name = forge.text().orElse("");
        if (!forges.contains(name)) {
            findings.report(
                    Code.UNKNOWN_FORGE,
                    forge,
                    "There is no forge \"%s\".%s".formatted(name, Suggestion.question(name, forges)));
        }
    }

    private void once(String forge, Setting name) {
        String key = forge + ":" + name.text().orElse("").toLowerCase(Locale.ROOT);
        Setting first = known.putIfAbsent(key, name);
        if (first != null) {
            findings.report(
                    Code.DUPLICATE_SETTING,
                    name,
                    "The repository %s is listed at %s already. Put the rules of both into one."
                            .formatted(name.text().orElse(""), first.path()));
        }
    }

    private void rules(List<Setting> rules) {
        List<DirectoryGlob> before = new ArrayList<>();
        for (Setting rule : rules) {
            rule.at("path").flatMap(path -> glob(path, before)).ifPresent(before::add);
            rule.at("allowed").ifPresent(this::allowed);
            rule.at("drift").ifPresent(drift -> Schedules.check(drift, findings));
        }
    }

    private Optional<DirectoryGlob> glob(Setting path, List<DirectoryGlob> before) {
        String text = path.text().orElse("");
        if (text.startsWith("/")
                || text.endsWith("/")
                || List.of(text.split("/")).contains("..")) {
            findings.report(
                    Code.RULE_NEVER_MATCHES,
                    path,
                    "\"%s\" matches no directory: a path goes from the repository's root, without / at its ends."
                            .formatted(text));
            return Optional.empty();
        }
        try {
            DirectoryGlob glob = DirectoryGlob.of(text);
            before.stream()
                    .filter(earlier -> earlier.covers(glob))
                    .findFirst()
                    .ifPresent(earlier -> findings.report(
                            Code.RULE_NEVER_MATCHES,
                            path,
                            "\"%s\" above matches everything that \"%s\" could, and the first rule that matches counts."
                                    .formatted(earlier.pattern(), text),
                            "Put the narrower rule first."));
            return Optional.of(glob);
        } catch (PatternSyntaxException malformed) {
            findings.report(
                    Code.INVALID_SETTING, path, "\"%s\" is no glob: %s.".formatted(text, malformed.getDescription()));
            return Optional.empty();
        }
    }

    private void allowed(Setting allowed) {
        allowed.entries().stream()
                .flatMap(who -> who.elements().stream())
                .filter(who -> who.text()
                        .filter(text -> !text.matches("writers|(user|team):\\S+"))
                        .isPresent())
                .forEach(who -> findings.report(
                        Code.INVALID_SETTING,
                        who,
                        "\"%s\" is nobody: write writers, user:NAME or team:NAME."
                                .formatted(who.text().orElse(""))));
    }
}
