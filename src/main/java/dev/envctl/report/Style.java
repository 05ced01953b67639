package dev.envctl.report;

/// How much a reader's terminal can show. Colour only repeats what symbols and words already say; `decorated` allows
/// characters beyond ASCII.
public record Style(boolean coloured, boolean decorated) {

    /// Undecorated and without colour: `--plain`.
    public static final Style PLAIN = new Style(false, false);

    /// For files, comments and pipes.
    public static final Style TEXT = new Style(false, true);

    public static final Style COLOURED = new Style(true, true);

    public String emphasized(String text) {
        return bold(text);
    }

    String bold(String text) {
        return painted("1", text);
    }

    String dim(String text) {
        return painted("2", text);
    }

    String red(String text) {
        return painted("31", text);
    }

    String green(String text) {
        return painted("32", text);
    }

    String yellow(String text) {
        return painted("33", text);
    }

    String cyan(String text) {
        return painted("36", text);
    }

    public String separator() {
        return decorated ? " · " : ", ";
    }

    private String painted(String code, String text) {
        return coloured && !text.isEmpty() ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
    }
}
