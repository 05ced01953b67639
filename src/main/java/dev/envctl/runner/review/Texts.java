package dev.envctl.runner.review;

import dev.envctl.problem.Code;
import dev.envctl.problem.Problem;
import dev.envctl.problem.ProblemException;
import dev.envctl.report.Markdown;
import dev.envctl.report.Words;
import java.util.Locale;
import java.util.stream.Collectors;

/// Texts made to fit.
final class Texts {

    private Texts() {}

    /// At most `length` characters, which must be at least 1; never half of a character that takes two.
    static String cut(String text, int length) {
        if (text.length() <= length) {
            return text;
        }
        int end = Character.isHighSurrogate(text.charAt(Math.max(0, length - 2))) ? length - 2 : length - 1;
        return text.substring(0, Math.max(0, end)) + "…";
    }

    /// A directory or somebody's name, in a code span.
    static String name(String foreign) {
        return Markdown.code(Words.id(foreign));
    }

    /// What the author of a change cannot mend is tried again, and not told. Git may hear of a new commit later
    /// than we do.
    static void rethrowIfPassing(ProblemException problem) {
        rethrowIfAway(problem);
        if (is(problem, Code.COMMIT_MISSING)) {
            throw problem;
        }
    }

    /// Where only old commits are asked for, which do not come back once they are gone.
    static void rethrowIfAway(ProblemException problem) {
        if (is(problem, Code.GIT_UNAVAILABLE)) {
            throw problem;
        }
    }

    static boolean is(ProblemException problem, Code code) {
        return problem.problems().stream().anyMatch(one -> one.code() == code);
    }

    /// All that was found, in its own words.
    static String details(ProblemException found) {
        return found.problems().stream().map(Problem::detail).collect(Collectors.joining("; "));
    }

    /// With a capital letter.
    static String sentence(String text) {
        return text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
    }

    /// A commit as people write it.
    static String shortCommit(String commit) {
        return commit.length() <= 7 ? commit : commit.substring(0, 7);
    }
}
