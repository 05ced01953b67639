package dev.envctl.runner.settings;

import java.nio.file.FileSystems;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.PathMatcher;

/// A glob over directories of a repository, as they stand from its root: `environments/*`.
record DirectoryGlob(String pattern, PathMatcher matcher) {

    /// Throws [java.util.regex.PatternSyntaxException] for one that is none.
    static DirectoryGlob of(String pattern) {
        return new DirectoryGlob(pattern, FileSystems.getDefault().getPathMatcher("glob:" + pattern));
    }

    boolean matches(String directory) {
        try {
            return matcher.matches(Path.of(directory));
        } catch (InvalidPathException hostile) {
            return false;
        }
    }

    /// Whether everything that `other` can match is matched here, as far as that can be told without trying every
    /// name: false may mean "not known".
    boolean covers(DirectoryGlob other) {
        if (pattern.equals(other.pattern) || pattern.equals("**")) {
            return true;
        }
        if (other.isLiteral()) {
            return matches(other.pattern);
        }
        return pattern.endsWith("/**")
                && isLiteral(pattern.substring(0, pattern.length() - 3))
                && other.pattern.startsWith(pattern.substring(0, pattern.length() - 2));
    }

    private boolean isLiteral() {
        return isLiteral(pattern);
    }

    private static boolean isLiteral(String text) {
        return text.chars().noneMatch(character -> "*?[]{}\\".indexOf(character) >= 0);
    }
}
