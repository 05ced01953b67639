package dev.envctl.runner.review;

import java.util.Locale;
import java.util.Optional;

/// `/envctl plan environments/dev`, as it was typed; or what is wrong with what was typed.
sealed interface Command {

    enum Verb {
        PLAN,
        APPLY,
        UNLOCK,
        HELP;

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    record Given(Verb verb, Optional<String> environment) implements Command {}

    /// Markdown.
    record Mistake(String text) implements Command {}
}
