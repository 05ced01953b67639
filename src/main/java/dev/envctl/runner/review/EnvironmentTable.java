package dev.envctl.runner.review;

import static dev.envctl.report.Markdown.code;

import dev.envctl.report.Words;
import dev.envctl.runner.review.Overview.Line;
import dev.envctl.runner.run.Run;
import dev.envctl.runner.run.RunResult;
import dev.envctl.runner.run.RunResult.Counts;
import java.util.ArrayList;
import java.util.List;

/// One row per environment: how it stands, what its plan counts, by which digest it is approved.
final class EnvironmentTable {

    private static final String HEAD = """
        | environment | state | plan | digest | approval | run |
        |---|---|---|---|---|---|
        """;
    private static final int ROOM_FOR_MORE = 60;
    private static final int LONGEST_NAME = 100;

    private EnvironmentTable() {}

    /// As many rows as there is room for, and how many there are beside.
    static String render(Overview overview, int room) {
        if (overview.lines().isEmpty()) {
            return "";
        }
        StringBuilder text = new StringBuilder(HEAD);
        int shown = 0;
        for (Line line : overview.lines()) {
            String row = row(overview, line);
            if (text.length() + row.length() + ROOM_FOR_MORE > room) {
                break;
            }
            text.append(row);
            shown++;
        }
        int more = overview.lines().size() - shown;
        return text + (more == 0 ? "" : "| and " + more + " more | | | | | |\n") + "\n";
    }

    private static String row(Overview overview, Line line) {
        String run = line.latest()
                .map(some -> "[" + some.id() + "](" + overview.link(some) + ")")
                .orElse("");
        String digest = line.digest().map(text -> code(Words.shortDigest(text))).orElse("");
        List<String> cells = List.of(
                cell(code(Texts.cut(Words.printable(line.directory()), LONGEST_NAME))),
                emphasised(line.state()),
                plan(line),
                digest,
                cell(approval(line)),
                run);
        return "| " + String.join(" | ", cells) + " |\n";
    }

    /// A bar ends a cell even inside a code span.
    private static String cell(String markdown) {
        return markdown.replace("|", "\\|");
    }

    private static String emphasised(String state) {
        boolean isBad = state.contains("failed") || state.startsWith("not ");
        return isBad ? "**" + state + "**" : state;
    }

    private static String plan(Line line) {
        if (line.plan().filter(run -> run.state() == Run.State.SUCCEEDED).isEmpty()) {
            return "";
        }
        Counts counts = line.plan().flatMap(Run::result).map(RunResult::counts).orElse(Counts.NONE);
        if (counts.isEmpty()) {
            return "no changes";
        }
        List<String> parts = new ArrayList<>();
        add(parts, counts.toImport(), "to import", false);
        add(parts, counts.toAdd(), "to add", false);
        add(parts, counts.toChange(), "to change", false);
        add(parts, counts.toDestroy(), "to destroy", true);
        return String.join(", ", parts);
    }

    private static void add(List<String> parts, int count, String what, boolean isBold) {
        if (count > 0) {
            parts.add(isBold ? "**" + count + " " + what + "**" : count + " " + what);
        }
    }

    private static String approval(Line line) {
        if (line.approval().isPresent()) {
            return "by " + code(Words.id(line.approval().get().actor()));
        }
        if (line.digest().isEmpty()) {
            return "";
        }
        if (!line.approvals().isEmpty()) {
            return "**void**, was for "
                    + code(Words.shortDigest(line.approvals().getLast().digest()));
        }
        return line.needsApproval() ? "needed" : "";
    }
}
