package dev.envctl.report;

import java.util.List;

/// The status of an environment as a table for a comment or a page.
public final class StatusMarkdown {

    private StatusMarkdown() {}

    public static String render(Status status) {
        List<Health> all = Health.of(status.plan());
        return "### Status of " + Markdown.code(status.plan().target().environment()) + "\n\n**"
                + StatusText.summary(all)
                + "**\n\n"
                + StatusText.table(all).markdown()
                + status.lease()
                        .map(lease -> "\n" + Markdown.fenced("", StatusText.leaseLine(lease, status.at())))
                        .orElse("");
    }
}
