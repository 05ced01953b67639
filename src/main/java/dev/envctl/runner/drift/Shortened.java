package dev.envctl.runner.drift;

/// Markdown cut to a length between two lines, with an open fence closed again, so that what follows is not swallowed.
final class Shortened {

    private static final String REST = "\nThe rest is too long for an issue; the run has it in full.\n";

    private Shortened() {}

    static String to(int limit, String markdown) {
        if (markdown.length() <= limit) {
            return markdown;
        }
        StringBuilder kept = new StringBuilder();
        String fence = "";
        for (String line : markdown.lines().toList()) {
            String open = fenceAfter(fence, line);
            if (kept.length() + line.length() + 1 + open.length() + 1 + REST.length() > limit) {
                break;
            }
            kept.append(line).append('\n');
            fence = open;
        }
        if (!fence.isEmpty()) {
            kept.append(fence).append('\n');
        }
        return kept.length() + REST.length() <= limit ? kept + REST : "";
    }

    /// The fence that is open behind a line, if one is.
    private static String fenceAfter(String fence, String line) {
        String ticks = line.substring(
                0, (int) line.chars().takeWhile(character -> character == '`').count());
        if (fence.isEmpty()) {
            return ticks.length() >= 3 ? ticks : "";
        }
        return ticks.length() >= fence.length() && line.length() == ticks.length() ? "" : fence;
    }
}
