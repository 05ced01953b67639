package dev.envctl.runner.web.view;

import dev.envctl.lease.LeaseRecord;
import dev.envctl.runner.run.EnvironmentState;
import dev.envctl.runner.run.Run;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// One environment: how it is, what it is made of, and what was done to it.
public record EnvironmentPage(
        Frame frame,
        String path,
        String directory,
        String repository,
        String owner,
        Pill sync,
        Pill health,
        Facts facts,
        List<ResourceRow> resources,
        Optional<GraphPicture> graph,
        List<RunRow> runs,
        String older) {

    public EnvironmentPage {
        resources = List.copyOf(resources);
        runs = List.copyOf(runs);
    }

    public record Facts(
            int resources,
            Optional<Moment> checked,
            Optional<Moment> converged,
            Optional<Moment> driftSince,
            Optional<Moment> driftChecked,
            Optional<Link> driftIssue,
            Optional<Lease> lease) {}

    /// Who may write to the environment just now.
    public record Lease(String holder, String purpose, Moment since, Moment expires) {
        public static Lease of(LeaseRecord record, Instant now) {
            return new Lease(
                    Shown.text(record.holder()),
                    Shown.text(record.purpose()),
                    Moment.of(record.since(), now),
                    Moment.of(record.expires(), now));
        }
    }

    /// The papers are those of the last run that kept them, `history` its runs, newest first.
    public record Material(
            EnvironmentState state, Optional<String> status, Optional<String> graph, Slice<Run> history) {}

    public static EnvironmentPage of(Frame frame, Material material, Optional<Lease> lease, Links links, Instant now) {
        EnvironmentState state = material.state();
        List<ResourceRow> resources = material.status().map(ResourceRow::read).orElse(List.of());
        List<Run> history = material.history().shown();
        String path = EnvironmentPath.of(state.key());
        String older = material.history().hasMore()
                ? "/environments/" + path + "?before=" + history.getLast().id()
                : "";
        return new EnvironmentPage(
                frame.titled(
                        Shown.text(state.key().directory() + " · " + state.key().repository())),
                path,
                Shown.text(state.key().directory()),
                Shown.text(state.key().repository()),
                Shown.text(state.owner()),
                Pill.of(state.sync()),
                Pill.of(state.health()),
                facts(state, lease, links, now),
                resources,
                material.graph().flatMap(text -> GraphPicture.of(text, resources)),
                history.stream().map(run -> RunRow.of(run, links, now)).toList(),
                older);
    }

    private static Facts facts(EnvironmentState state, Optional<Lease> lease, Links links, Instant now) {
        return new Facts(
                state.resources(),
                state.checked().map(at -> Moment.of(at, now)),
                state.converged().map(at -> Moment.of(at, now)),
                state.driftSince().map(at -> Moment.of(at, now)),
                state.driftChecked().map(at -> Moment.of(at, now)),
                state.driftIssue().map(number -> links.issue(state.key(), number)),
                lease);
    }
}
