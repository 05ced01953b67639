package dev.envctl.spec;

import java.util.ArrayList;
import java.util.List;

/// What stands between two tokens: a comment at the end of the line, comments on lines of their own, and lines with
/// nothing on them. `trailing` is empty when there is no such comment; `isBreak` says that the next token starts a
/// line.
record LayoutGap(String trailing, List<Note> notes, boolean endsBlank, boolean isBreak) {

    /// A comment on a line of its own.
    record Note(String text, int column, boolean afterBlank) {}

    LayoutGap {
        notes = List.copyOf(notes);
    }

    /// `isFirst` says that there is no token before, so that the text starts with a line.
    static LayoutGap of(String text, boolean isFirst) {
        String[] lines = text.split("\n", -1);
        List<Note> notes = new ArrayList<>();
        boolean blank = false;
        for (int i = isFirst ? 0 : 1; i < lines.length; i++) {
            String line = lines[i].strip();
            if (line.startsWith("#")) {
                notes.add(new Note(line, lines[i].indexOf('#'), blank));
                blank = false;
            } else {
                blank |= i < lines.length - 1;
            }
        }
        return new LayoutGap(isFirst ? "" : lines[0].strip(), notes, blank, isFirst || lines.length > 1);
    }
}
