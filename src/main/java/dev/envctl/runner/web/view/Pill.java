package dev.envctl.runner.web.view;

import dev.envctl.runner.run.EnvironmentState.Health;
import dev.envctl.runner.run.EnvironmentState.Sync;
import dev.envctl.runner.run.Run;

/// A state in one glance: a colour, a symbol for those who do not see the colour, and the word.
public record Pill(String tone, String symbol, String text) {

    static final String GOOD = "good";
    static final String WARN = "warn";
    static final String BAD = "bad";
    static final String BUSY = "busy";
    static final String QUIET = "quiet";

    public static Pill of(Sync sync) {
        return switch (sync) {
            case UNKNOWN -> new Pill(QUIET, "○", "not looked at");
            case IN_SYNC -> new Pill(GOOD, "✓", "in sync");
            case PENDING -> new Pill(BUSY, "→", "pending");
            case DRIFTED -> new Pill(WARN, "≠", "drifted");
            case CONFLICT -> new Pill(BAD, "⇄", "conflict");
        };
    }

    public static Pill of(Health health) {
        return switch (health) {
            case UNKNOWN -> new Pill(QUIET, "○", "unknown");
            case HEALTHY -> new Pill(GOOD, "✓", "healthy");
            case DEGRADED -> new Pill(BAD, "✕", "degraded");
        };
    }

    public static Pill of(Run run) {
        return switch (run.state()) {
            case QUEUED -> new Pill(QUIET, "…", "queued");
            case RUNNING -> run.cancelRequested() ? new Pill(WARN, "◼", "stopping") : new Pill(BUSY, "●", "running");
            case SUCCEEDED -> new Pill(GOOD, "✓", "succeeded");
            case FAILED -> new Pill(BAD, "✕", "failed");
            case REFUSED -> new Pill(WARN, "⊘", "refused");
            case CANCELLED -> new Pill(QUIET, "◼", "cancelled");
            case SUPERSEDED -> new Pill(QUIET, "↷", "superseded");
        };
    }

    /// The words of [dev.envctl.report.StatusJson], which may grow.
    static Pill ofResourceSync(String word, boolean inSync) {
        if (inSync) {
            return new Pill(GOOD, "✓", word);
        }
        return switch (word) {
            case "drift" -> new Pill(WARN, "≠", "drift");
            case "conflict" -> new Pill(BAD, "⇄", "conflict");
            default -> new Pill(BUSY, "→", word);
        };
    }

    static Pill ofResourceHealth(String word, boolean healthy) {
        if (healthy) {
            return new Pill(GOOD, "✓", word);
        }
        return switch (word) {
            case "in progress", "being deleted" -> new Pill(BUSY, "●", word);
            case "missing" -> new Pill(QUIET, "○", word);
            default -> new Pill(BAD, "✕", word);
        };
    }
}
