package dev.envctl.expression;

import java.util.ArrayList;
import java.util.List;

/// A string as written, split into literal text and `${…}` holes; nothing is bound yet. `$${` stands for a literal
/// `${`.
public record TemplateText(List<Part> parts) {

    public sealed interface Part {}

    public record Literal(String text) implements Part {}

    /// `number` counts the `${` of the string from 0 (an escaped one counts too), which is how a hole is found
    /// again in the raw file, where escapes and folding have moved everything. `offset` is where its source starts
    /// in the string.
    public record Hole(String source, int offset, int number) implements Part {}

    public TemplateText {
        parts = List.copyOf(parts);
    }

    /// Nearly all strings have no hole, so this comes before parsing.
    public static boolean hasHole(String text) {
        return text.contains("${");
    }

    /// Throws [ExpressionException] for a hole that does not end or is empty.
    public static TemplateText parse(String text) {
        return new Reader(text).read();
    }

    /// The whole string is one hole, so it takes the type of its value.
    public boolean isOneHole() {
        return parts.size() == 1 && parts.getFirst() instanceof Hole;
    }

    /// Parses back to the same parts.
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (Part part : parts) {
            switch (part) {
                case Literal(String literal) -> text.append(literal.replace("${", "$${"));
                case Hole hole -> text.append("${").append(hole.source()).append('}');
            }
        }
        return text.toString();
    }

    private static final class Reader {
        private final String text;
        private final List<Part> parts = new ArrayList<>();
        private final StringBuilder literal = new StringBuilder();
        private int number;

        Reader(String text) {
            this.text = text;
        }

        TemplateText read() {
            int at = 0;
            while (at < text.length()) {
                if (text.startsWith("$${", at)) {
                    literal.append("${");
                    number++;
                    at += 3;
                } else if (text.startsWith("${", at)) {
                    at = hole(at + 2);
                } else {
                    literal.append(text.charAt(at++));
                }
            }
            flush();
            return new TemplateText(parts);
        }

        private int hole(int start) {
            int end = endOfHole(start);
            String source = text.substring(start, end);
            if (source.isBlank()) {
                throw new ExpressionException(
                        "There is no expression between \"${\" and \"}\".", start - 2, end - start + 3);
            }
            flush();
            parts.add(new Hole(source, start, number++));
            return end + 1;
        }

        /// Braces and quotes inside the expression do not end it.
        private int endOfHole(int start) {
            int depth = 0;
            for (int at = start; at < text.length(); at++) {
                char letter = text.charAt(at);
                if (letter == '"' || letter == '\'') {
                    at = endOfQuote(at);
                } else if (letter == '{') {
                    depth++;
                } else if (letter == '}' && depth-- == 0) {
                    return at;
                }
            }
            throw new ExpressionException("The expression has no closing \"}\".", start - 2, 2);
        }

        private int endOfQuote(int start) {
            for (int at = start + 1; at < text.length(); at++) {
                if (text.charAt(at) == '\\') {
                    at++;
                } else if (text.charAt(at) == text.charAt(start)) {
                    return at;
                }
            }
            return text.length();
        }

        private void flush() {
            if (!literal.isEmpty()) {
                parts.add(new Literal(literal.toString()));
                literal.setLength(0);
            }
        }
    }
}
