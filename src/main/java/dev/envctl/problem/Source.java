package dev.envctl.problem;

/// A place in a file that a person wrote. Lines and columns count from 1, columns in characters; `width` is the number
/// of characters to underline (at least 1); `text` is the whole line as it stands in the file, for the caret.
/// `file` is relative to the working directory.
public record Source(String file, int line, int column, int width, String text) {

    public Source {
        if (line < 1 || column < 1 || width < 1) {
            throw new IllegalStateException(
                    "source range %s:%d:%d+%d; this is a bug in envctl".formatted(file, line, column, width));
        }
    }

    /// The place as editors and terminals understand it: `file:line:column`.
    public String location() {
        return file + ":" + line + ":" + column;
    }
}
