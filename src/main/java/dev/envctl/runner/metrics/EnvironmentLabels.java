package dev.envctl.runner.metrics;

import dev.envctl.report.Words;
import dev.envctl.runner.run.EnvironmentKey;
import java.util.HashSet;
import java.util.Set;

/// Names environments in labels, and only so many of them: a pull request can bring any number of directories, and each
/// label is a series that Prometheus keeps.
final class EnvironmentLabels {

    static final int MOST = 1_000;

    static final String OTHER = "other";

    private final int most;
    private final Set<String> named = new HashSet<>();

    EnvironmentLabels(int most) {
        this.most = most;
    }

    /// Whoever comes first has a name of its own; the rest share one.
    synchronized String of(EnvironmentKey key) {
        String text = Words.printable(key.text());
        if (named.contains(text) || (named.size() < most && named.add(text))) {
            return text;
        }
        return OTHER;
    }
}
