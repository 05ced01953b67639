package dev.envctl.report;

import dev.envctl.trace.Condition;
import dev.envctl.trace.Link;
import dev.envctl.trace.Trace;
import java.util.Iterator;
import java.util.Optional;

/// A trace for a person: the path as a tree, each link with its state, then the first broken one and what to do.
public final class TraceText {

    private final Style style;

    public TraceText(Style style) {
        this.style = style;
    }

    public String render(Trace trace) {
        return style.bold(trace.address().toString()) + style.separator() + trace.environment() + style.separator()
                + trace.region() + "\n\n"
                + tree(trace)
                + "\n"
                + style.bold(headline(trace)) + "\n"
                + finding(trace).orElse("");
    }

    /// The verdict in one sentence.
    static String headline(Trace trace) {
        return switch (trace.verdict()) {
            case BROKEN ->
                "Broken at the %s."
                        .formatted(trace.firstBroken().orElseThrow().part().word());
            case UNCERTAIN -> "Nothing that could be looked at is broken.";
            case PENDING -> "Nothing is broken, and something is not finished.";
            case HOLDS -> "Every link holds.";
        };
    }

    /// The link that the verdict is about, and what to do.
    Optional<String> finding(Trace trace) {
        Optional<Link> about = switch (trace.verdict()) {
            case BROKEN -> trace.firstBroken();
            case UNCERTAIN -> trace.first(Condition.UNSEEN);
            case PENDING -> trace.first(Condition.PENDING);
            case HOLDS -> Optional.empty();
        };
        return about.map(link -> "  " + description(link) + "\n"
                + link.remedy()
                        .map(sentence -> "  " + Words.printable(sentence) + "\n")
                        .orElse(""));
    }

    private static String description(Link link) {
        return "%s %s: %s."
                .formatted(
                        link.part().word(),
                        Words.id(link.name()),
                        Words.printable(link.state()).replaceFirst("\\.$", ""));
    }

    String tree(Trace trace) {
        StringBuilder lines = new StringBuilder();
        Optional<Link> broken = trace.firstBroken();
        draw(trace.endpoint(), "", "", broken, lines);
        return lines.toString();
    }

    private void draw(Link link, String branch, String indent, Optional<Link> broken, StringBuilder lines) {
        boolean isFirstBroken = broken.filter(first -> first.equals(link)).isPresent();
        lines.append(style.dim(branch))
                .append(line(link))
                .append(isFirstBroken ? here() : "")
                .append('\n');
        for (Iterator<Link> links = link.below().iterator(); links.hasNext(); ) {
            Link below = links.next();
            draw(
                    below,
                    indent + (links.hasNext() ? fork() : corner()),
                    indent + (links.hasNext() ? trunk() : "   "),
                    broken,
                    lines);
        }
    }

    private String line(Link link) {
        return "%s %s %s%s"
                .formatted(
                        symbol(link.condition()),
                        link.part().word(),
                        style.bold(Words.id(link.name())),
                        style.dim(style.separator()) + Words.printable(link.state()));
    }

    private String here() {
        return "  " + style.red(style.decorated() ? "◀ first broken link" : "<- first broken link");
    }

    private String symbol(Condition condition) {
        return switch (condition) {
            case SOUND -> style.green(style.decorated() ? "✓" : "+");
            case PENDING -> style.yellow(style.decorated() ? "…" : "~");
            case BROKEN -> style.red(style.decorated() ? "✗" : "x");
            case UNSEEN -> style.yellow("?");
            case UNREACHED, GONE -> style.dim("-");
            case LEFT_BEHIND -> style.yellow("!");
        };
    }

    private String fork() {
        return style.decorated() ? "├─ " : "|- ";
    }

    private String corner() {
        return style.decorated() ? "└─ " : "`- ";
    }

    private String trunk() {
        return style.decorated() ? "│  " : "|  ";
    }
}
