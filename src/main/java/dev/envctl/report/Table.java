package dev.envctl.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/// Columns of text. Cells come with their control characters spelt out already.
final class Table {

    private final List<List<String>> rows = new ArrayList<>();

    Table(String... header) {
        rows.add(List.of(header));
    }

    void row(String... cells) {
        rows.add(List.copyOf(Arrays.asList(cells)));
    }

    String render(String margin, Style style) {
        return rows.stream()
                .map(row -> margin + (row == rows.getFirst() ? style.dim(line(row)) : line(row)) + "\n")
                .collect(Collectors.joining());
    }

    /// As a Markdown table; each cell is code.
    String markdown() {
        StringBuilder text = new StringBuilder();
        text.append("| ").append(String.join(" | ", rows.getFirst())).append(" |\n");
        text.append("|").repeat("---|", rows.getFirst().size()).append('\n');
        rows.stream()
                .skip(1)
                .forEach(row -> text.append("| ")
                        .append(row.stream()
                                .map(cell -> cell.isEmpty()
                                        ? ""
                                        : Markdown.code(cell).replace("|", "\\|"))
                                .collect(Collectors.joining(" | ")))
                        .append(" |\n"));
        return text.toString();
    }

    private String line(List<String> row) {
        StringBuilder line = new StringBuilder();
        for (int column = 0; column < row.size(); column++) {
            String cell = row.get(column);
            line.append(cell);
            if (column < row.size() - 1) {
                line.repeat(" ", width(column) - cell.length() + 2);
            }
        }
        return line.toString().stripTrailing();
    }

    private int width(int column) {
        return rows.stream().mapToInt(row -> row.get(column).length()).max().orElse(0);
    }
}
