package dev.envctl.spec;

import dev.envctl.problem.Source;

/// Finds a character of a decoded YAML string in the raw file. Quoting, escapes and folding have moved it, but every
/// `${` of the string is a `${` in the file, in the same order; from there it is a short walk.
final class ScalarPlace {

    private ScalarPlace() {}

    /// `offset` counts characters of the decoded text.
    static Source find(Yaml.Span span, String text, int offset, int width) {
        int opening = text.lastIndexOf("${", Math.min(offset, text.length()));
        if (opening < 0) {
            return span.source();
        }
        int number = 0;
        for (int at = text.indexOf("${"); at < opening; at = text.indexOf("${", at + 2)) {
            number++;
        }
        return find(span, number, offset - opening, width);
    }

    private static Source find(Yaml.Span span, int number, int steps, int width) {
        int left = number;
        for (int line = span.line(); line <= span.endLine(); line++) {
            String raw = span.file().line(line);
            int at = raw.indexOf("${", line == span.line() ? Math.min(span.column(), raw.length()) : 0);
            while (at >= 0) {
                if (left-- == 0) {
                    return walk(span, line, at, steps, width);
                }
                at = raw.indexOf("${", at + 2);
            }
        }
        return span.source();
    }

    private static Source walk(Yaml.Span span, int startLine, int startColumn, int steps, int width) {
        String first = span.file().line(span.line());
        char quote = span.column() < first.length() ? first.charAt(span.column()) : ' ';
        int line = startLine;
        int column = startColumn;
        for (int step = 0; step < steps; step++) {
            String raw = span.file().line(line);
            if (column >= raw.length() && line < span.endLine()) {
                line++;
                String next = span.file().line(line);
                column = next.length() - next.stripLeading().length();
                continue;
            }
            column += isEscape(raw, column, quote) ? 2 : 1;
        }
        String raw = span.file().line(line);
        int start = Math.min(column, Math.max(0, raw.length() - 1));
        return span.file().at(line, start, Math.min(width, Math.max(1, raw.length() - start)));
    }

    private static boolean isEscape(String raw, int column, char quote) {
        return (quote == '"' && raw.startsWith("\\", column)) || (quote == '\'' && raw.startsWith("''", column));
    }
}
