package dev.envctl.trace;

/// How a link is.
public enum Condition {
    SOUND("ok"),
    /// Being made or taken away, which takes time.
    PENDING("pending"),
    BROKEN("broken"),
    /// The caller may not look at it, or nobody answered.
    UNSEEN("unseen"),
    /// What leads to it is missing, so there was nothing to look for.
    UNREACHED("unreached"),
    /// Not there, as it should be: the endpoint is over.
    GONE("gone"),
    /// Still there although the endpoint is over.
    LEFT_BEHIND("left behind");

    private final String word;

    Condition(String word) {
        this.word = word;
    }

    public String word() {
        return word;
    }
}
