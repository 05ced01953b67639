package dev.envctl.plan;

/// What a plan does with one resource. Adoption and renaming are told apart by [Change#importing] and
/// [Change#previousAddress]; alone they leave the action at [#NO_OP].
public enum Action {
    NO_OP("no-op", " "),
    /// An external object that was looked up.
    READ("read", "<="),
    /// Half-made by an earlier run; waited for.
    WAIT("wait", "~"),
    CREATE("create", "+"),
    UPDATE("update", "~"),
    DELETE_THEN_CREATE("replace", "-/+"),
    CREATE_THEN_DELETE("replace", "+/-"),
    DELETE("delete", "-"),
    /// Ownership is given up, the object stays.
    FORGET("forget", ".");

    private final String word;
    private final String symbol;

    Action(String word, String symbol) {
        this.word = word;
        this.symbol = symbol;
    }

    public String word() {
        return word;
    }

    public String symbol() {
        return symbol;
    }

    public boolean isReplacement() {
        return this == DELETE_THEN_CREATE || this == CREATE_THEN_DELETE;
    }

    /// An object is lost.
    public boolean destroys() {
        return this == DELETE || isReplacement();
    }

    public boolean creates() {
        return this == CREATE || isReplacement();
    }
}
