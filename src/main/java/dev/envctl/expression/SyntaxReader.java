package dev.envctl.expression;

import dev.envctl.value.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Reads [Syntax]. Whatever it does not understand it leaves to CEL, which then also says what is wrong with it; so
/// nothing here reports errors.
final class SyntaxReader {

    private static final Set<String> RESERVED = Set.of("in", "has");

    private final String source;
    private int at;

    private SyntaxReader(String source, int at) {
        this.source = source;
        this.at = at;
    }

    static Optional<Syntax> read(String source) {
        try {
            SyntaxReader reader = new SyntaxReader(source, 0);
            Syntax syntax = reader.comparison();
            reader.skipSpace();
            return reader.at == source.length() ? Optional.of(syntax) : Optional.empty();
        } catch (NotSimple _) {
            return Optional.empty();
        }
    }

    /// The longest name path that starts at an offset, for names that CEL's parser found.
    static NamePath pathAt(String source, int offset) {
        return new SyntaxReader(source, offset).path();
    }

    /// Control flow only; never leaves this class.
    private static final class NotSimple extends RuntimeException {
        NotSimple() {
            super("left to CEL", null, false, false);
        }
    }

    private Syntax comparison() {
        Syntax left = operand();
        skipSpace();
        boolean equal = source.startsWith("==", at);
        if (!equal && !source.startsWith("!=", at)) {
            return left;
        }
        at += 2;
        return new Syntax.Equal(left, operand(), !equal);
    }

    private Syntax operand() {
        skipSpace();
        char letter = peek();
        return switch (letter) {
            case '"', '\'' -> new Syntax.Literal(Value.of(quoted()));
            case '[' -> list();
            case '{' -> map();
            default -> Character.isDigit(letter) ? new Syntax.Literal(Value.of(digits())) : word();
        };
    }

    private Syntax word() {
        int start = at;
        String name = identifier();
        if (name.equals("true") || name.equals("false")) {
            return new Syntax.Literal(Value.of(name.equals("true")));
        }
        if (name.equals("null")) {
            return new Syntax.Literal(Value.NULL);
        }
        if (RESERVED.contains(name)) {
            throw new NotSimple();
        }
        if (peek() == '(') {
            return new Syntax.Call(name, elements('(', ')'), start);
        }
        at = start;
        NamePath path = path();
        skipSpace();
        if (peek() == '.' || peek() == '[' || peek() == '(') {
            throw new NotSimple();
        }
        return new Syntax.Name(path);
    }

    private Syntax list() {
        return new Syntax.ListOf(elements('[', ']'));
    }

    private List<Syntax> elements(char opening, char closing) {
        expect(opening);
        List<Syntax> elements = new ArrayList<>();
        skipSpace();
        while (peek() != closing) {
            elements.add(operand());
            skipSpace();
            if (peek() != closing) {
                expect(',');
                skipSpace();
            }
        }
        expect(closing);
        return elements;
    }

    private Syntax map() {
        expect('{');
        List<Syntax.Entry> entries = new ArrayList<>();
        skipSpace();
        while (peek() != '}') {
            Syntax key = operand();
            skipSpace();
            expect(':');
            entries.add(new Syntax.Entry(key, operand()));
            skipSpace();
            if (peek() != '}') {
                expect(',');
                skipSpace();
            }
        }
        expect('}');
        return new Syntax.MapOf(entries);
    }

    private NamePath path() {
        int start = at;
        List<NamePath.Step> steps = new ArrayList<>();
        steps.add(new NamePath.Key(identifier(), start, at - start));
        int end = at;
        while (step(steps)) {
            end = at;
        }
        at = end;
        return new NamePath(steps, start, end - start);
    }

    /// Takes one step if there is one; a method call is none.
    private boolean step(List<NamePath.Step> steps) {
        skipSpace();
        if (peek() == '.') {
            at++;
            skipSpace();
            int start = at;
            if (!Character.isLetter(peek()) && peek() != '_') {
                return false;
            }
            String name = identifier();
            int end = at;
            skipSpace();
            if (peek() == '(') {
                return false;
            }
            at = end;
            steps.add(new NamePath.Key(name, start, end - start));
            return true;
        }
        return peek() == '[' && bracket(steps);
    }

    private boolean bracket(List<NamePath.Step> steps) {
        int opening = at;
        try {
            at++;
            skipSpace();
            int start = at;
            if (peek() == '"' || peek() == '\'') {
                String name = quoted();
                steps.add(new NamePath.Key(name, start, at - start));
            } else if (Character.isDigit(peek())) {
                int position = Math.toIntExact(digits());
                steps.add(new NamePath.Index(position, start, at - start));
            } else {
                eachKey();
                steps.add(new NamePath.EachKey(start, at - start));
            }
            skipSpace();
            if (peek() == ']') {
                at++;
                return true;
            }
            steps.removeLast();
        } catch (NotSimple | ArithmeticException _) {
            // The index is computed; the path ends before it.
        }
        at = opening;
        return false;
    }

    private void eachKey() {
        if (!source.startsWith("each.key", at)) {
            throw new NotSimple();
        }
        at += "each.key".length();
    }

    private String quoted() {
        char quote = source.charAt(at);
        if (source.startsWith(String.valueOf(quote).repeat(3), at)) {
            throw new NotSimple();
        }
        int end = source.indexOf(quote, at + 1);
        if (end < 0 || source.substring(at, end).indexOf('\\') >= 0) {
            throw new NotSimple();
        }
        String text = source.substring(at + 1, end);
        at = end + 1;
        return text;
    }

    private long digits() {
        int start = at;
        while (Character.isDigit(peek())) {
            at++;
        }
        if (Character.isLetter(peek()) || peek() == '.' || at - start > 18) {
            throw new NotSimple();
        }
        return Long.parseLong(source.substring(start, at));
    }

    private String identifier() {
        int start = at;
        while (isIdentifier(peek())) {
            at++;
        }
        if (at == start || Character.isDigit(source.charAt(start))) {
            throw new NotSimple();
        }
        return source.substring(start, at);
    }

    private static boolean isIdentifier(char letter) {
        return letter == '_'
                || (letter >= 'a' && letter <= 'z')
                || (letter >= 'A' && letter <= 'Z')
                || (letter >= '0' && letter <= '9');
    }

    private void expect(char letter) {
        if (peek() != letter) {
            throw new NotSimple();
        }
        at++;
    }

    private char peek() {
        return at < source.length() ? source.charAt(at) : '\0';
    }

    private void skipSpace() {
        while (at < source.length() && Character.isWhitespace(source.charAt(at))) {
            at++;
        }
    }
}
