package dev.envctl.report;

import dev.envctl.trace.Trace;

/// A trace for a comment or a page. The tree stands in a fence, where its branches keep their columns.
public final class TraceMarkdown {

    private TraceMarkdown() {}

    public static String render(Trace trace) {
        TraceText text = new TraceText(Style.TEXT);
        return "### Trace of " + Markdown.code(trace.address().toString()) + " in "
                + Markdown.code(trace.environment()) + "\n\n**"
                + TraceText.headline(trace)
                + "**\n\n"
                + Markdown.fenced("", text.tree(trace))
                + text.finding(trace)
                        .map(found -> "\n" + Markdown.fenced("", found))
                        .orElse("");
    }
}
