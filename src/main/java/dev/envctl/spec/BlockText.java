package dev.envctl.spec;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// A literal or folded scalar (`|`, `>`) taken apart: its header, the comment behind that, and its lines without their
/// indentation. `length` is how much of the file that is, in code points; blank lines that do not count come after it.
record BlockText(String header, String comment, List<String> lines, int length) {

    private static final Pattern HEADER = Pattern.compile("([|>][1-9+-]{0,2})[ \\t]*(#.*)?");

    BlockText {
        lines = List.copyOf(lines);
    }

    /// `parent` is the column of the block that holds it; `indentation` what its header says from now on, where it
    /// has to say something; `isCut` that the file ends within its last line.
    static BlockText of(String text, int parent, int indentation, boolean isCut) {
        List<String> raw = new ArrayList<>(Arrays.asList(text.split("\n", -1)));
        Matcher header = header(raw.removeFirst());
        String style = header.group(1);
        String digit = style.replaceAll("[^1-9]", "");
        int before = digit.isEmpty() ? detected(raw) : parent + Integer.parseInt(digit);
        boolean endsInText = isCut && !raw.isEmpty() && !isEmpty(raw.getLast(), before);
        if (!endsInText && !raw.isEmpty()) {
            raw.removeLast();
        }
        while (!style.contains("+") && !raw.isEmpty() && isEmpty(raw.getLast(), before)) {
            raw.removeLast();
        }
        String kept = text.lines().limit(1L + raw.size()).collect(Collectors.joining("\n"));
        return new BlockText(
                style(style.replaceFirst("[1-9]", String.valueOf(indentation)), endsInText),
                comment(header),
                raw.stream()
                        .map(line -> isEmpty(line, before) ? "" : line.substring(Math.min(before, line.length())))
                        .toList(),
                kept.codePointCount(0, kept.length()));
    }

    /// The line break that the file's last line gets is not to become part of the text.
    private static String style(String style, boolean endsInText) {
        return endsInText ? style.replaceAll("[+-]", "") + "-" : style;
    }

    static String comment(String text) {
        return comment(header(text.lines().findFirst().orElse("")));
    }

    private static String comment(Matcher header) {
        return Optional.ofNullable(header.group(2)).orElse("");
    }

    private static Matcher header(String line) {
        Matcher header = HEADER.matcher(line.stripTrailing());
        if (!header.matches()) {
            throw new IllegalStateException("no header of a block scalar: " + line + "; this is a bug in envctl");
        }
        return header;
    }

    private static int detected(List<String> lines) {
        return lines.stream()
                .filter(line -> !isEmpty(line, Integer.MAX_VALUE))
                .findFirst()
                .map(line -> line.length() - line.replaceFirst("^ +", "").length())
                .orElse(Integer.MAX_VALUE);
    }

    /// More spaces than the indentation are text.
    private static boolean isEmpty(String line, int indentation) {
        return line.length() <= indentation && line.chars().allMatch(letter -> letter == ' ');
    }
}
