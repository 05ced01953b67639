package dev.envctl.report;

/// Gathers the lines of a difference: symbol in its column, content, and a remark behind `#`.
final class DiffLines {

    private static final int FIRST_COLUMN = 3;
    private static final int STEP = 4;

    private final StringBuilder text = new StringBuilder();
    private final Style style;

    DiffLines(Style style) {
        this.style = style;
    }

    Style style() {
        return style;
    }

    void line(int depth, Mark mark, String content) {
        line(depth, mark, content, "");
    }

    void line(int depth, Mark mark, String content, String remark) {
        text.repeat(" ", FIRST_COLUMN + STEP * depth - 1)
                .append(mark.painted(style))
                .append(' ')
                .append(content)
                .append(remark.isEmpty() ? "" : " " + remark)
                .append('\n');
    }

    /// Two columns further left, where the symbol of a whole resource stands (`-/+` needs three).
    void resource(String paintedSymbol, int symbolWidth, String content) {
        text.repeat(" ", FIRST_COLUMN - symbolWidth)
                .append(paintedSymbol)
                .append(' ')
                .append(content)
                .append('\n');
    }

    void comment(int depth, String comment) {
        text.repeat(" ", FIRST_COLUMN + STEP * depth - 1)
                .append(style.dim("# " + comment))
                .append('\n');
    }

    void hidden(int depth, int number, String noun) {
        if (number > 0) {
            text.repeat(" ", FIRST_COLUMN + STEP * depth + 1)
                    .append(style.dim("# (" + Words.count(number, "unchanged " + noun) + " hidden)"))
                    .append('\n');
        }
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
