package dev.envctl.runner.review;

import dev.envctl.runner.run.EnvironmentKey;

/// `github:acme/platform#7`.
public record PullRequestKey(String forge, String repository, int number) {

    /// One text for one pull request: the instance of the job that speaks about it.
    public String text() {
        return forge + ":" + repository + "#" + number;
    }

    /// What [#text] wrote.
    public static PullRequestKey parse(String text) {
        int colon = text.indexOf(':');
        int hash = text.lastIndexOf('#');
        if (colon < 0 || hash < colon) {
            throw new IllegalArgumentException("reading \"" + text + "\" as FORGE:REPOSITORY#NUMBER");
        }
        return new PullRequestKey(
                text.substring(0, colon), text.substring(colon + 1, hash), Integer.parseInt(text.substring(hash + 1)));
    }

    public EnvironmentKey environment(String directory) {
        return new EnvironmentKey(forge, repository, directory);
    }

    @Override
    public String toString() {
        return repository + "#" + number;
    }
}
