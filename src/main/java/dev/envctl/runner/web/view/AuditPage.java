package dev.envctl.runner.web.view;

import dev.envctl.runner.run.AuditLog;
import java.time.Instant;
import java.util.List;

/// Who did what, the latest first. `older` is empty on the last page.
public record AuditPage(Frame frame, List<Row> rows, String older) {

    public AuditPage {
        rows = List.copyOf(rows);
    }

    public record Row(Moment at, String actor, String action, String target, String detail) {}

    public static AuditPage of(Frame frame, Slice<AuditLog.Entry> entries, Instant now) {
        return new AuditPage(
                frame,
                entries.shown().stream().map(entry -> row(entry, now)).toList(),
                entries.hasMore() ? "/audit?before=" + entries.shown().getLast().id() : "");
    }

    private static Row row(AuditLog.Entry entry, Instant now) {
        return new Row(
                Moment.of(entry.at(), now),
                Shown.text(entry.actor()),
                Shown.text(entry.action()),
                Shown.text(entry.target()),
                Shown.text(entry.detail()));
    }
}
