package dev.envctl.runner.run;

import dev.envctl.report.Words;

/// One environment of one repository: `acme/platform:environments/dev`. `directory` is from the repository's root.
public record EnvironmentKey(String forge, String repository, String directory) {

    /// One text for one environment: the instance of its queue, and its name in links.
    public String text() {
        return forge + ":" + repository + ":" + directory;
    }

    /// From its one text. A directory may have colons, a forge's name and a repository have none.
    public static EnvironmentKey parse(String text) {
        String[] parts = text.split(":", 3);
        if (parts.length < 3) {
            throw new IllegalArgumentException("not forge:repository:directory: " + text);
        }
        return new EnvironmentKey(parts[0], parts[1], parts[2]);
    }

    /// For people and logs: a directory may be called anything.
    @Override
    public String toString() {
        return repository + ":" + Words.printable(directory);
    }
}
