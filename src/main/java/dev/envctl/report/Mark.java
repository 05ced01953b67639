package dev.envctl.report;

/// What a line of a difference says about its value.
enum Mark {
    ADDED("+"),
    REMOVED("-"),
    CHANGED("~"),
    SAME(" ");

    private final String symbol;

    Mark(String symbol) {
        this.symbol = symbol;
    }

    String symbol() {
        return symbol;
    }

    String painted(Style style) {
        return switch (this) {
            case ADDED -> style.green(symbol);
            case REMOVED -> style.red(symbol);
            case CHANGED -> style.yellow(symbol);
            case SAME -> symbol;
        };
    }
}
