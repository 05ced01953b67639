package dev.envctl.runner.run;

/// One environment of one repository: `acme/platform:environments/dev`. `directory` is from the repository's root.
public record EnvironmentKey(String forge, String repository, String directory) {

    /// One text for one environment: the instance of its queue, and its name in links.
    public String text() {
        return forge + ":" + repository + ":" + directory;
    }

    @Override
    public String toString() {
        return repository + ":" + directory;
    }
}
