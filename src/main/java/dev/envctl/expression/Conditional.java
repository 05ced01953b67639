package dev.envctl.expression;

import java.util.Optional;

/// `condition ? yes : no`, cut at its marks. Whoever knows the condition needs to understand only one of the branches,
/// and the other may name what is not there.
public record Conditional(Part condition, Part yes, Part no) {

    /// A part of the source and where it starts.
    public record Part(String source, int offset) {}

    /// Empty when the source is anything else.
    public static Optional<Conditional> split(String source) {
        int question = find(source, 0, '?');
        int colon = question < 0 ? -1 : matchingColon(source, question + 1);
        return colon < 0
                ? Optional.empty()
                : Optional.of(new Conditional(
                        part(source, 0, question),
                        part(source, question + 1, colon),
                        part(source, colon + 1, source.length())));
    }

    private static Part part(String source, int start, int end) {
        return new Part(source.substring(start, end), start);
    }

    /// A conditional within the first branch has a colon of its own.
    private static int matchingColon(String source, int start) {
        int colon = find(source, start, ':');
        int inner = find(source, start, '?');
        while (inner >= 0 && inner < colon) {
            colon = find(source, matchingColon(source, inner + 1) + 1, ':');
            inner = find(source, matchingColon(source, inner + 1) + 1, '?');
        }
        return colon;
    }

    /// The first such mark outside brackets and quotes; -1 when there is none.
    private static int find(String source, int start, char mark) {
        int depth = 0;
        for (int at = start; at < source.length(); at++) {
            char letter = source.charAt(at);
            if (letter == '"' || letter == '\'') {
                at = endOfQuote(source, at);
            } else if (letter == mark && depth == 0) {
                return at;
            } else if ("([{".indexOf(letter) >= 0) {
                depth++;
            } else if (")]}".indexOf(letter) >= 0) {
                depth--;
            }
        }
        return -1;
    }

    private static int endOfQuote(String source, int start) {
        for (int at = start + 1; at < source.length(); at++) {
            if (source.charAt(at) == '\\') {
                at++;
            } else if (source.charAt(at) == source.charAt(start)) {
                return at;
            }
        }
        return source.length();
    }
}
