package dev.envctl.runner.queue;

import dev.envctl.problem.Problem;
import dev.envctl.problem.ProblemException;
import dev.envctl.provider.ProviderException;
import dev.envctl.runner.forge.ForgeException;
import java.util.List;
import java.util.Optional;

/// What went wrong, in a line that may be kept and shown: only texts that were written for users are. What anything
/// else says may hold a secret.
public final class Trouble {

    private static final int LONGEST = 500;

    private Trouble() {}

    public static Optional<String> said(Throwable why) {
        return switch (why) {
            case ProblemException found -> Optional.of(summary(found.problems()));
            case ForgeException forge -> Optional.of(oneLine(forge));
            case ProviderException service -> Optional.of(oneLine(service));
            default -> Optional.empty();
        };
    }

    private static String summary(List<Problem> problems) {
        if (problems.isEmpty()) {
            return "It ended without saying why; this is a bug in envctl.";
        }
        Problem first = problems.getFirst();
        String more = problems.size() == 1 ? "" : " (and " + (problems.size() - 1) + " more)";
        return oneLine(first.summary() + ": " + first.detail()) + more;
    }

    private static String oneLine(Exception spoken) {
        return oneLine(spoken.getMessage() == null ? spoken.getClass().getSimpleName() : spoken.getMessage());
    }

    private static String oneLine(String text) {
        String line = text.strip().replaceAll("\\s+", " ");
        return line.length() <= LONGEST ? line : line.substring(0, LONGEST) + " …";
    }
}
