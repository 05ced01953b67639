package dev.envctl.runner.web;

import dev.envctl.runner.run.EnvironmentKey;
import dev.envctl.runner.run.EnvironmentState;
import dev.envctl.runner.run.Run;
import dev.envctl.runner.run.RunPaper;
import dev.envctl.runner.run.Runs;
import dev.envctl.runner.run.Runs.Filter;
import dev.envctl.runner.web.view.AuditPage;
import dev.envctl.runner.web.view.EnvironmentPage;
import dev.envctl.runner.web.view.EnvironmentsPage;
import dev.envctl.runner.web.view.Frame;
import dev.envctl.runner.web.view.Links;
import dev.envctl.runner.web.view.QueuePage;
import dev.envctl.runner.web.view.RunPage;
import dev.envctl.runner.web.view.RunsPage;
import dev.envctl.runner.web.view.Slice;
import io.javalin.http.Context;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The pages that only show.
record PageRoutes(WebParts parts, Pages pages) {

    private static final int PAGE_SIZE = 25;
    private static final int MOST_WAITING = 500;
    private static final int AUDIT_SIZE = 100;

    void environments(Context context) {
        var query = new EnvironmentsPage.Query(
                Asked.text(context, "q").orElse(""),
                EnvironmentsPage.Show.parse(Asked.text(context, "show").orElse("")));
        var store = parts.store();
        pages.show(
                context,
                "environments",
                EnvironmentsPage.of(
                        pages.frame(context, "Environments", Frame.Section.ENVIRONMENTS),
                        store.environments().list(),
                        store.runs().lastOfEach(),
                        links(),
                        query,
                        now()));
    }

    void environment(Context context) {
        EnvironmentState state = EnvironmentRequest.state(parts, context);
        Runs runs = parts.store().runs();
        Filter latest = Filter.latest(PAGE_SIZE + 1).of(state.key());
        Filter filter = Asked.number(context, "before", Long.MAX_VALUE)
                .map(latest::before)
                .orElse(latest);
        var material = new EnvironmentPage.Material(
                state,
                last(state, RunPaper.STATUS_JSON),
                last(state, RunPaper.GRAPH),
                Slice.of(runs.list(filter), PAGE_SIZE));
        pages.show(
                context,
                "environment",
                EnvironmentPage.of(
                        pages.frame(context, "Environment", Frame.Section.ENVIRONMENTS),
                        material,
                        lease(state.key()),
                        links(),
                        now()));
    }

    private Optional<String> last(EnvironmentState state, RunPaper paper) {
        Runs runs = parts.store().runs();
        return runs.lastWith(state.key(), paper).flatMap(run -> runs.paper(run.id(), paper));
    }

    private Optional<EnvironmentPage.Lease> lease(EnvironmentKey key) {
        return parts.actions().leases().stream()
                .filter(lease -> lease.environment().equals(key))
                .findFirst()
                .map(held -> EnvironmentPage.Lease.of(held.record(), now()));
    }

    void runs(Context context) {
        var query = new RunsPage.Query(
                Asked.choice(context, "kind", Run.Kind.class), Asked.choice(context, "state", Run.State.class));
        Filter filter = filter(query, Asked.number(context, "before", Long.MAX_VALUE));
        pages.show(
                context,
                "runs",
                RunsPage.of(
                        pages.frame(context, "Runs", Frame.Section.RUNS),
                        Slice.of(parts.store().runs().list(filter), PAGE_SIZE),
                        query,
                        links(),
                        now()));
    }

    private static Filter filter(RunsPage.Query query, Optional<Long> before) {
        Filter all = Filter.latest(PAGE_SIZE + 1);
        Filter ofKind = query.kind().map(all::of).orElse(all);
        Filter inState = query.state().map(ofKind::in).orElse(ofKind);
        return before.map(inState::before).orElse(inState);
    }

    void run(Context context) {
        Runs runs = parts.store().runs();
        Run run = find(context);
        Map<RunPaper, String> papers = new EnumMap<>(RunPaper.class);
        for (RunPaper paper : RunPaper.values()) {
            runs.paper(run.id(), paper).ifPresent(text -> papers.put(paper, text));
        }
        List<Run> earlier =
                runs.list(Filter.latest(20).of(run.environment()).of(run.kind()).in(Run.State.SUCCEEDED));
        pages.show(
                context,
                "run",
                RunPage.of(
                        pages.frame(context, "Run", Frame.Section.RUNS),
                        new RunPage.Material(run, earlier, runs.lines(run.id(), 0), papers),
                        links(),
                        now()));
    }

    /// A paper as the run kept it, for reading on and for scripts.
    void paper(Context context) {
        RunPaper paper = Asked.choice("paper", context.pathParam("paper").replace('-', '_'), RunPaper.class);
        String text = parts.store()
                .runs()
                .paper(Asked.id(context), paper)
                .orElseThrow(() -> WebException.notFound("The run kept no such paper."));
        context.contentType("text/plain; charset=utf-8").result(text);
    }

    void queue(Context context) {
        List<Run> waiting =
                parts.store().runs().list(Filter.latest(MOST_WAITING).in(Run.State.QUEUED, Run.State.RUNNING));
        List<QueuePage.LeaseRow> leases = parts.actions().leases().stream()
                .map(held -> QueuePage.LeaseRow.of(held.environment(), held.record(), now()))
                .toList();
        pages.show(
                context,
                "queue",
                QueuePage.of(pages.frame(context, "Queue", Frame.Section.QUEUE), waiting, leases, links(), now()));
    }

    void audit(Context context) {
        long before = Asked.number(context, "before", Long.MAX_VALUE).orElse(Long.MAX_VALUE);
        pages.show(
                context,
                "audit",
                AuditPage.of(
                        pages.frame(context, "Audit log", Frame.Section.AUDIT),
                        Slice.of(parts.store().audit().list(before, AUDIT_SIZE + 1), AUDIT_SIZE),
                        now()));
    }

    private Run find(Context context) {
        return parts.store()
                .runs()
                .find(Asked.id(context))
                .orElseThrow(() -> WebException.notFound("There is no such run, or it is forgotten by now."));
    }

    private Links links() {
        return new Links(parts.settings().get());
    }

    private Instant now() {
        return parts.clock().instant();
    }
}
