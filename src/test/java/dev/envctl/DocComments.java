package dev.envctl;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Fills the paragraphs of `///` comments that run past the right margin again. The formatter would break each such
/// line by itself and leave the rest of it alone on the next one.
final class DocComments {

    private static final int WIDTH = 120;
    private static final Pattern COMMENT = Pattern.compile("^(\\s*)(///?) {1,3}(\\S.*)$");
    private static final Pattern STRUCTURE = Pattern.compile("^(- |\\* |\\||#|```|\\d+\\. |@).*");

    private DocComments() {}

    static String fill(String source) {
        var filled = new ArrayList<String>();
        var paragraph = new ArrayList<String>();
        boolean fenced = false;
        for (String line : source.split("\n", -1)) {
            boolean fence = line.strip().startsWith("/// ```");
            if (fence || fenced || !continues(paragraph, line)) {
                filled.addAll(fillParagraph(paragraph));
                paragraph.clear();
            }
            (fence || fenced ? filled : paragraph).add(line);
            fenced ^= fence;
        }
        filled.addAll(fillParagraph(paragraph));
        return String.join("\n", filled);
    }

    private static boolean continues(List<String> paragraph, String line) {
        if (paragraph.isEmpty()) {
            return true;
        }
        Matcher previous = COMMENT.matcher(paragraph.getLast());
        Matcher next = COMMENT.matcher(line);
        return previous.matches()
                && next.matches()
                && previous.group(1).equals(next.group(1))
                && previous.group(2).equals(next.group(2))
                && !STRUCTURE.matcher(next.group(3)).matches();
    }

    private static List<String> fillParagraph(List<String> lines) {
        if (lines.isEmpty()) {
            return List.of();
        }
        Matcher first = COMMENT.matcher(lines.getFirst());
        if (!first.matches() || first.group(3).startsWith("|")) {
            return List.copyOf(lines);
        }
        int width = WIDTH - first.group(1).length();
        if (lines.stream().allMatch(line -> line.length() <= width)) {
            return List.copyOf(lines);
        }
        String indent = STRUCTURE.matcher(first.group(3)).matches() ? "  " : "";
        return wrap(first.group(1) + first.group(2) + " ", indent, words(lines), width);
    }

    private static List<String> words(List<String> lines) {
        return lines.stream()
                .map(COMMENT::matcher)
                .filter(Matcher::matches)
                .flatMap(line -> Arrays.stream(line.group(3).split("\\s+")))
                .toList();
    }

    private static List<String> wrap(String prefix, String indent, List<String> words, int width) {
        var wrapped = new ArrayList<String>();
        var line = new StringBuilder(prefix).append(words.getFirst());
        for (String word : words.subList(1, words.size())) {
            if (line.length() + 1 + word.length() > width) {
                wrapped.add(line.toString());
                line = new StringBuilder(prefix).append(indent).append(word);
            } else {
                line.append(' ').append(word);
            }
        }
        wrapped.add(line.toString());
        return wrapped;
    }
}
