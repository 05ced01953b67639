package dev.envctl.runner.web.view;

import dev.envctl.runner.run.EnvironmentKey;
import dev.envctl.runner.settings.RunnerSettings;
import dev.envctl.runner.settings.RunnerSettings.ForgeType;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// Where commits, pull requests and issues are to be seen, as far as the clone URL of a repository tells.
public final class Links {

    private final RunnerSettings settings;

    public Links(RunnerSettings settings) {
        this.settings = settings;
    }

    public Link commit(EnvironmentKey key, String sha) {
        return link(key, Shown.text(sha.substring(0, Math.min(10, sha.length()))), "commit/", "-/commit/", sha);
    }

    public Link pullRequest(EnvironmentKey key, int number) {
        String github = type(key).filter(type -> type == ForgeType.GITEA).isPresent() ? "pulls/" : "pull/";
        return link(key, "#" + number, github, "-/merge_requests/", Integer.toString(number));
    }

    public Link issue(EnvironmentKey key, int number) {
        return link(key, "#" + number, "issues/", "-/issues/", Integer.toString(number));
    }

    private Link link(EnvironmentKey key, String text, String path, String gitlabPath, String last) {
        boolean gitlab = type(key).filter(type -> type == ForgeType.GITLAB).isPresent();
        String end = (gitlab ? gitlabPath : path) + URLEncoder.encode(last, StandardCharsets.UTF_8);
        return new Link(text, page(key).map(page -> page + "/" + end).orElse(""));
    }

    private Optional<ForgeType> type(EnvironmentKey key) {
        return Optional.ofNullable(settings.forges().get(key.forge())).map(RunnerSettings.ForgeSettings::type);
    }

    /// Forges serve pages where git clones from by HTTPS; from other clone URLs nothing follows.
    private Optional<String> page(EnvironmentKey key) {
        return settings.repository(key.forge(), key.repository())
                .map(repository -> repository.cloneUrl().toString())
                .filter(url -> url.startsWith("https://") || url.startsWith("http://"))
                .map(url -> url.replaceFirst("/+$", "").replaceFirst("\\.git$", ""));
    }
}
