package dev.envctl.runner.forge;

/// Tells our comments from those of people, by a mark that forges keep and do not show. The account does not tell: a
/// token may be that of a person who also gives commands.
public final class OwnWords {

    private static final String MARK = "<!-- envctl -->";

    /// Characters that a comment has less for its text.
    public static final int LENGTH = MARK.length() + 2;

    private OwnWords() {}

    public static String mark(String body) {
        return body + "\n\n" + MARK;
    }

    public static boolean isOurs(String body) {
        return body.contains(MARK);
    }
}
