package dev.envctl.runner.review;

import static dev.envctl.report.Markdown.code;

import dev.envctl.report.Markdown;
import dev.envctl.report.Words;
import dev.envctl.runner.review.Overview.Line;
import dev.envctl.runner.review.PullRequestState.Note;
import dev.envctl.runner.review.PullRequestState.Stage;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.stream.Collectors;

/// The one comment of a pull request: what stands where, a table of environments, answers, then each environment's plan
/// in a fair share of the room that is left. Never longer than a limit, which must be 4,000 characters or more.
final class CommentMarkdown {

    private static final int LONGEST_TITLE_PART = 120;
    private static final int LONGEST_NOTE = 2_000;

    private static final String HELP = """
        - `/envctl plan [environment]` plans again at the latest commit
        - `/envctl apply [environment]` applies what was approved, where that is done by comment; after a merge \
        what an apply left undone
        - `/envctl unlock environment` takes the lease from a run that is gone
        - `/envctl help` shows this

        A command is the first line of a comment and stands alone on it. An environment is named by its directory or \
        the last part of it; without one all that are affected are meant.
        """;

    private final Overview overview;
    private final List<Section> sections;

    CommentMarkdown(Overview overview) {
        this.overview = overview;
        this.sections = overview.lines().stream()
                .map(line -> Section.of(overview, line))
                .filter(section -> !section.isEmpty())
                .toList();
    }

    String render(int limit) {
        String head = head(overview) + trouble(overview, limit / 10);
        String foot = foot(overview);
        String notes = notes(overview, limit / 5);
        int room = limit - head.length() - foot.length() - notes.length();
        String table = EnvironmentTable.render(overview, room / 2);
        return head + table + notes + sections(room - table.length()) + foot;
    }

    private static String head(Overview overview) {
        PullRequestState pull = overview.pull();
        int count = overview.lines().size();
        String what = (count == 0 ? "no environment" : Words.count(count, "environment")) + " at "
                + code(Texts.shortCommit(pull.head()));
        String merged = pull.mergeCommit()
                .filter(_ -> pull.stage() == Stage.MERGED)
                .map(commit -> ", merged as " + code(Texts.shortCommit(commit)))
                .orElse(pull.stage() == Stage.CLOSED ? ", closed" : "");
        return "### envctl: " + what + merged + "\n\n**" + Texts.cut(title(overview), LONGEST_TITLE_PART) + "**\n\n";
    }

    /// How the environments stand, in one line; the title of the check, too.
    static String title(Overview overview) {
        if (overview.pull().memory().trouble().isPresent()) {
            return "What is affected could not be found out.";
        }
        if (overview.pull().memory().skipped().isPresent() || isRemovalOnly(overview)) {
            return "Nothing is planned.";
        }
        if (overview.lines().isEmpty()) {
            return "No environment is affected.";
        }
        return overview.lines().stream()
                        .collect(Collectors.groupingBy(Line::state, LinkedHashMap::new, Collectors.counting()))
                        .entrySet()
                        .stream()
                        .map(entry -> entry.getValue() + " " + entry.getKey())
                        .collect(Collectors.joining(", "))
                + ".";
    }

    private static boolean isRemovalOnly(Overview overview) {
        return overview.lines().isEmpty() && !overview.pull().memory().removed().isEmpty();
    }

    private static String trouble(Overview overview, int room) {
        String skipped =
                overview.pull().memory().skipped().map(text -> text + "\n\n").orElse("");
        return skipped
                + removed(overview.pull().memory().removed())
                + overview.pull()
                        .memory()
                        .trouble()
                        .map(text -> Markdown.fenced("", Texts.cut(printable(text), room / 4)) + "\n")
                        .orElse("");
    }

    private static String removed(List<String> directories) {
        if (directories.isEmpty()) {
            return "";
        }
        String names = directories.stream().limit(3).map(Texts::name).collect(Collectors.joining(", "));
        return "**Removed from git: " + names + (directories.size() > 3 ? " and more" : "")
                + ".** What was made by it stays until somebody runs " + code("envctl destroy")
                + " at a commit that still has it.\n\n";
    }

    private static String printable(String text) {
        return text.lines().map(Words::printable).collect(Collectors.joining("\n"));
    }

    /// The latest last, and the oldest left out first.
    private static String notes(Overview overview, int room) {
        List<String> lines = new ArrayList<>();
        int left = room;
        for (Note note : overview.pull().memory().notes().reversed()) {
            String text = note.text().length() > LONGEST_NOTE ? "An answer was too long for a comment." : note.text();
            String line = "> " + text + "\n\n";
            if (text.isEmpty() || line.length() > left) {
                continue;
            }
            lines.add(line);
            left -= line.length();
        }
        return String.join("", lines.reversed());
    }

    private static String foot(Overview overview) {
        boolean isAskedFor = overview.pull().memory().notes().stream()
                .anyMatch(note -> note.about().equals(Commanding.HELP));
        return isAskedFor ? "#### Commands\n\n" + HELP : Markdown.details("Commands", HELP);
    }

    private String sections(int room) {
        List<Integer> granted =
                Shares.divide(sections.stream().map(Section::essential).toList(), room);
        List<Integer> wanted = new ArrayList<>();
        for (int i = 0; i < sections.size(); i++) {
            wanted.add(Math.max(0, sections.get(i).whole() - granted.get(i)));
        }
        int given = granted.stream().mapToInt(Integer::intValue).sum();
        List<Integer> more = Shares.divide(wanted, room - given);
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < sections.size(); i++) {
            text.append(sections.get(i).fit(granted.get(i) + more.get(i)));
        }
        return text.toString();
    }
}
