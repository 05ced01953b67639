package dev.envctl.runner.web.view;

import dev.envctl.lease.LeaseRecord;
import dev.envctl.runner.run.EnvironmentKey;
import dev.envctl.runner.run.Run;
import java.time.Instant;
import java.util.List;

/// What is worked on, what waits, and who holds which environment. What waits longest stands first.
public record QueuePage(Frame frame, List<RunRow> running, List<RunRow> queued, List<LeaseRow> leases) {

    public QueuePage {
        running = List.copyOf(running);
        queued = List.copyOf(queued);
        leases = List.copyOf(leases);
    }

    public record LeaseRow(String repository, String directory, String link, EnvironmentPage.Lease lease) {
        public static LeaseRow of(EnvironmentKey key, LeaseRecord record, Instant now) {
            return new LeaseRow(
                    Shown.text(key.repository()),
                    Shown.text(key.directory()),
                    "/environments/" + EnvironmentPath.of(key),
                    EnvironmentPage.Lease.of(record, now));
        }
    }

    public static QueuePage of(Frame frame, List<Run> waiting, List<LeaseRow> leases, Links links, Instant now) {
        List<Run> oldestFirst = waiting.reversed();
        return new QueuePage(
                frame,
                rows(oldestFirst, Run.State.RUNNING, links, now),
                rows(oldestFirst, Run.State.QUEUED, links, now),
                leases);
    }

    private static List<RunRow> rows(List<Run> runs, Run.State state, Links links, Instant now) {
        return runs.stream()
                .filter(run -> run.state() == state)
                .map(run -> RunRow.of(run, links, now))
                .toList();
    }
}
