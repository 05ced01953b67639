package dev.envctl.spec;

import java.util.ArrayList;
import java.util.List;

/// The lines that a layout writes. Of several blank lines one stays, none at either end of the text or beside a marker
/// (`---`); comments at the ends of consecutive lines stand below one another.
final class LayoutLines {

    private static final class Line {
        private final StringBuilder text = new StringBuilder();
        private final int indentation;
        private final Kind kind;
        private String comment = "";

        private Line(int indentation, Kind kind) {
            this.indentation = indentation;
            this.kind = kind;
        }

        int width() {
            return text.codePointCount(0, text.length());
        }
    }

    private enum Kind {
        ORDINARY,
        MARKER,
        BLANK
    }

    private final List<Line> lines = new ArrayList<>();
    private boolean blankAsked;

    void begin(int indentation) {
        add(indentation, Kind.ORDINARY);
        append(" ".repeat(indentation));
    }

    void beginMarker() {
        blankAsked = false;
        add(0, Kind.MARKER);
    }

    /// A line of a text that goes on: nothing may be taken from it, and nothing is added to one that is empty.
    void content(int indentation, String text) {
        add(indentation, Kind.ORDINARY);
        append(text.isEmpty() ? "" : " ".repeat(indentation) + text);
    }

    void append(String text) {
        lines.getLast().text.append(text);
    }

    void comment(String text) {
        lines.getLast().comment = text;
    }

    /// Asks for a blank line before whatever comes next.
    void blank() {
        blankAsked = !lines.isEmpty() && lines.getLast().kind != Kind.MARKER;
    }

    int indentation() {
        return lines.getLast().indentation;
    }

    private void add(int indentation, Kind kind) {
        if (blankAsked) {
            lines.add(new Line(0, Kind.BLANK));
            blankAsked = false;
        }
        lines.add(new Line(indentation, kind));
    }

    String text() {
        StringBuilder text = new StringBuilder();
        int column = 0;
        for (int i = 0; i < lines.size(); i++) {
            Line line = lines.get(i);
            text.append(line.text);
            if (isCommented(i)) {
                column = isCommented(i - 1) ? column : commentColumn(i);
                text.repeat(" ", column - line.width()).append(line.comment);
            }
            text.append('\n');
        }
        return text.toString();
    }

    /// For the run of commented lines that starts here.
    private int commentColumn(int first) {
        int column = 0;
        for (int i = first; isCommented(i); i++) {
            column = Math.max(column, lines.get(i).width() + 1);
        }
        return column;
    }

    private boolean isCommented(int line) {
        return line >= 0 && line < lines.size() && !lines.get(line).comment.isEmpty();
    }
}
