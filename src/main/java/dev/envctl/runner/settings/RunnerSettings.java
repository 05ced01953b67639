package dev.envctl.runner.settings;

import dev.envctl.value.Ordered;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;

/// What `runner.yaml` says, with every default filled in and every secret still a reference (`env:NAME`, `file:PATH`).
/// It comes from the server and never from a pull request.
public record RunnerSettings(
        Listen listen,
        URI publicUrl,
        Path dataDirectory,
        Database database,
        String replica,
        int concurrency,
        SequencedMap<String, ForgeSettings> forges,
        List<RepositorySettings> repositories,
        Modules modules,
        List<String> secretVariables,
        List<Notification> notifications,
        SignIn signIn,
        Duration shutdownGrace,
        Duration keep) {

    public RunnerSettings {
        forges = Ordered.copyOf(forges);
        repositories = List.copyOf(repositories);
        secretVariables = List.copyOf(secretVariables);
        notifications = List.copyOf(notifications);
    }

    public record Listen(String host, int port) {}

    /// Without a `url` an H2 file in the data directory.
    public record Database(Optional<String> url, Optional<String> user, Optional<SecretReference> password) {}

    /// Git repositories that documents may name as module sources, as URL prefixes that end with `/`, and hosts of
    /// chart repositories likewise.
    public record Modules(List<String> allow) {
        public Modules {
            allow = List.copyOf(allow);
        }
    }

    public enum ForgeType {
        GITHUB,
        GITLAB,
        GITEA
    }

    /// `api` is the base of the REST API. Either a token or, with GitHub only, an App.
    public record ForgeSettings(
            String name,
            ForgeType type,
            URI api,
            SecretReference webhookSecret,
            Optional<SecretReference> token,
            Optional<App> app) {}

    /// A GitHub App; `privateKey` is PEM.
    public record App(String id, Optional<Long> installation, SecretReference privateKey) {}

    /// `name` is `owner/name` (with GitLab any number of groups). `cloneUrl` is where git finds it.
    public record RepositorySettings(
            String name,
            String forge,
            URI cloneUrl,
            String defaultBranch,
            boolean planForks,
            List<EnvironmentRule> environments) {
        public RepositorySettings {
            environments = List.copyOf(environments);
        }

        /// How an environment's directory, from the repository's root and with `/`, is treated.
        public Optional<EnvironmentRule> rule(String directory) {
            return environments.stream()
                    .filter(rule -> DirectoryGlob.of(rule.path()).matches(directory))
                    .findFirst();
        }
    }

    /// How the environments whose directory matches `path` (a glob from the repository's root) are treated; the
    /// first rule that matches counts. An environment without a rule is not the runner's business.
    public record EnvironmentRule(
            String path,
            ApplyOn apply,
            List<Requirement> requirements,
            Allowed allowed,
            Optional<DriftSettings> drift) {
        public EnvironmentRule {
            requirements = List.copyOf(requirements);
        }
    }

    public enum ApplyOn {
        /// A push to the default branch applies what was approved in the pull request that it merges.
        MERGE,
        /// `/envctl apply` in an open pull request.
        COMMENT,
        /// Plans only.
        NEVER
    }

    public enum Requirement {
        APPROVED,
        MERGEABLE,
        UP_TO_DATE
    }

    /// Who may say `/envctl plan`, `apply`, `unlock`: `user:NAME`, `team:NAME` or `writers` (whoever may push).
    public record Allowed(List<String> plan, List<String> apply, List<String> unlock) {
        public Allowed {
            plan = List.copyOf(plan);
            apply = List.copyOf(apply);
            unlock = List.copyOf(unlock);
        }
    }

    /// Five-field cron in `zone`. Environments that share a cron are spread over `spread`.
    public record DriftSettings(String cron, ZoneId zone, Duration spread, boolean selfHeal) {}

    /// A Slack-compatible webhook. With a `signingSecret` each message carries an HMAC.
    public record Notification(
            String name, SecretReference url, Optional<SecretReference> signingSecret, List<Event> events) {
        public Notification {
            events = List.copyOf(events);
        }
    }

    public enum Event {
        APPLIED,
        APPLY_FAILED,
        PLAN_FAILED,
        DRIFT_FOUND,
        DRIFT_GONE
    }

    public record SignIn(List<AccessToken> tokens, Optional<OpenId> openId, Duration sessionLife) {
        public SignIn {
            tokens = List.copyOf(tokens);
        }

        public boolean isPossible() {
            return !tokens.isEmpty() || openId.isPresent();
        }
    }

    /// `sha256` is the hex digest of a token that somebody holds; the token itself is not here.
    public record AccessToken(String name, String sha256, Role role) {}

    /// `roles` maps a value of `claim` to a role.
    public record OpenId(
            URI issuer,
            String clientId,
            SecretReference clientSecret,
            List<String> scopes,
            String claim,
            SequencedMap<String, Role> roles) {
        public OpenId {
            scopes = List.copyOf(scopes);
            roles = Ordered.copyOf(roles);
        }
    }

    /// Each includes the ones before it: look, start and cancel runs, unlock and see the audit log.
    public enum Role {
        READ,
        RUN,
        ADMIN;

        public boolean includes(Role other) {
            return compareTo(other) >= 0;
        }
    }

    /// Where a forge sends its deliveries.
    public URI webhook(ForgeSettings forge) {
        return URI.create(publicUrl + "/webhooks/" + forge.name());
    }

    public Optional<RepositorySettings> repository(String forge, String name) {
        return repositories.stream()
                .filter(repository ->
                        repository.forge().equals(forge) && repository.name().equalsIgnoreCase(name))
                .findFirst();
    }
}
