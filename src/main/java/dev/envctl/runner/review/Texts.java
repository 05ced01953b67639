package dev.envctl.runner.review;

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

    /// A commit as people write it.
    static String shortCommit(String commit) {
        return commit.length() <= 7 ? commit : commit.substring(0, 7);
    }
}
