package dev.envctl.testing;

import java.util.List;
import java.util.Random;

/// YAML with comments, quotes, brackets, block scalars and several documents. `content` decides what is in it, line by
/// line; `hand` decides nothing but white space.
public final class ScribbledYaml {

    private static final List<String> SCALARS = List.of(
            "text",
            "with words",
            "a:b",
            "\"quoted # text\"",
            "\"\\\"\\\\ \\u00e9\"",
            "'it''s: ${x}'",
            "12",
            "true",
            "~",
            "!!str 1",
            "😀",
            "https://example.com/#here");

    private static final String EXPRESSION = "${Role.a.arn}";

    private static final int DEEPEST = 4;

    private final Random content;
    private final Random hand;
    private final StringBuilder text = new StringBuilder();
    private int keys;
    private boolean blanksCount;

    private ScribbledYaml(long content, long hand) {
        this.content = new Random(content);
        this.hand = new Random(hand);
    }

    public static String text(long content, long hand) {
        var yaml = new ScribbledYaml(content, hand);
        yaml.documents();
        return yaml.text.toString();
    }

    private void documents() {
        blanks();
        int more = content.nextInt(3);
        for (int i = 0; i <= more; i++) {
            if (i > 0) {
                blanks();
                text.append("---").append(trailing()).append('\n');
                blanksCount = false;
                blanks();
            }
            node(0, hand.nextInt(3), false);
        }
        blanks();
    }

    /// The block's lines; the first goes on in a line that has been begun.
    private void node(int depth, int indentation, boolean begun) {
        if (content.nextInt(3) == 0) {
            list(depth, indentation, begun);
        } else {
            map(depth, indentation, begun);
        }
    }

    private void map(int depth, int indentation, boolean begun) {
        int size = 1 + content.nextInt(4);
        for (int i = 0; i < size; i++) {
            begin(indentation, begun && i == 0);
            boolean quoted = content.nextInt(4) == 0;
            String key = "k" + keys++;
            text.append(quoted ? "\"" + key + "\"" + spaces(0) + ":" : key + ":");
            value(depth, indentation, false);
        }
    }

    private void list(int depth, int indentation, boolean begun) {
        int size = 1 + content.nextInt(3);
        for (int i = 0; i < size; i++) {
            begin(indentation, begun && i == 0);
            text.append('-');
            if (depth < DEEPEST && content.nextInt(3) == 0) {
                int gap = 1 + hand.nextInt(4);
                text.append(" ".repeat(gap));
                node(depth + 1, indentation + 1 + gap, true);
            } else {
                value(depth, indentation, true);
            }
        }
    }

    private void value(int depth, int indentation, boolean inList) {
        switch (content.nextInt(depth < DEEPEST ? 9 : 6)) {
            case 0 -> end();
            case 1 -> {
                text.append(spaces(1));
                brackets(0, indentation + 1);
                end();
            }
            case 2 -> block(indentation);
            case 3 -> {
                text.append(spaces(1)).append("\"first").append(spaces(0)).append('\n');
                text.append(" ".repeat(indentation + 1 + hand.nextInt(5))).append("second\"");
                end();
            }
            case 4, 5 -> {
                text.append(spaces(1)).append(content.nextInt(6) == 0 ? EXPRESSION : scalar());
                end();
            }
            default -> {
                end();
                // a list may stand in the column of its key
                boolean list = content.nextBoolean();
                boolean atKey = list && !inList && hand.nextBoolean();
                int inner = indentation + (atKey ? 0 : 1 + hand.nextInt(5));
                if (list) {
                    list(depth + 1, inner, false);
                } else {
                    map(depth + 1, inner, false);
                }
            }
        }
    }

    private void brackets(int depth, int least) {
        boolean map = content.nextBoolean();
        text.append(map ? '{' : '[').append(breakInside(least));
        int size = content.nextInt(4);
        for (int i = 0; i < size; i++) {
            if (map) {
                text.append('k').append(keys++).append(spaces(0)).append(':').append(spaces(1));
            }
            if (depth < 2 && content.nextInt(4) == 0) {
                brackets(depth + 1, least);
            } else {
                text.append(scalar());
            }
            text.append(spaces(0)).append(i < size - 1 ? "," : "").append(breakInside(least));
        }
        text.append(map ? '}' : ']');
    }

    private String breakInside(int least) {
        if (content.nextInt(5) > 0) {
            return spaces(0);
        }
        String note = content.nextInt(3) == 0 ? spaces(1) + "# in brackets" : "";
        return note + "\n" + " ".repeat(least + hand.nextInt(5));
    }

    private void block(int indentation) {
        String chomping = List.of("", "-", "+").get(content.nextInt(3));
        boolean digit = content.nextInt(4) == 0;
        int inner = 1 + hand.nextInt(5);
        text.append(spaces(1)).append(content.nextBoolean() ? '|' : '>');
        text.append(digit ? String.valueOf(inner) : "").append(chomping);
        end();
        String margin = " ".repeat(indentation + inner);
        int size = 1 + content.nextInt(4);
        for (int i = 0; i < size; i++) {
            boolean first = i == 0 && !digit;
            String line = List.of("words", "# no comment", "  more", "k: v  ").get(content.nextInt(first ? 2 : 4));
            text.append(margin).append(line).append('\n');
            text.append("\n".repeat(content.nextInt(3) == 0 ? 1 : 0));
        }
        blanksCount = chomping.equals("+");
    }

    private String scalar() {
        return SCALARS.get(content.nextInt(SCALARS.size()));
    }

    private void begin(int indentation, boolean begun) {
        blanksCount = false;
        if (begun) {
            return;
        }
        if (content.nextInt(4) == 0) {
            text.append(" ".repeat(indentation)).append("# about what follows\n");
        }
        text.append(" ".repeat(indentation));
    }

    private void end() {
        text.append(trailing()).append('\n');
    }

    private String trailing() {
        return content.nextInt(5) == 0 ? spaces(1) + "# behind " + content.nextInt(100) : " ".repeat(hand.nextInt(2));
    }

    /// At the ends of documents, where they do not count, unless a block scalar is there that keeps them.
    private void blanks() {
        text.append("\n".repeat(blanksCount ? 0 : hand.nextInt(3)));
    }

    private String spaces(int least) {
        return " ".repeat(least + hand.nextInt(3));
    }
}
