package dev.envctl.runner.web.view;

import java.util.ArrayList;
import java.util.List;

/// A line of a plan as a terminal shows it. The tone gives it its colour; what it means stands in its symbol.
public record PlanLine(String tone, String text) {

    /// What a browser still scrolls with ease; the whole text can be had as a file.
    private static final int MOST = 5000;

    static List<PlanLine> read(String text) {
        List<PlanLine> lines = new ArrayList<>();
        for (String line : Shown.text(text).stripTrailing().split("\n", MOST + 1)) {
            if (lines.size() == MOST) {
                lines.add(new PlanLine("note", "… and more: open it as text to see the rest."));
                break;
            }
            lines.add(new PlanLine(tone(line.strip()), line));
        }
        return List.copyOf(lines);
    }

    private static String tone(String line) {
        if (line.startsWith("-/+ ") || line.startsWith("+/- ")) {
            return "replace";
        }
        if (line.startsWith("Plan:") || line.startsWith("Apply complete") || line.startsWith("No changes")) {
            return "sum";
        }
        return switch (line.length() < 2 || line.charAt(1) != ' ' ? ' ' : line.charAt(0)) {
            case '+' -> "add";
            case '-' -> "remove";
            case '~' -> "change";
            case '#' -> "note";
            default -> "plain";
        };
    }
}
