package dev.envctl.runner.web.view;

import dev.envctl.runner.run.Run;
import dev.envctl.runner.run.RunPaper;
import dev.envctl.runner.run.RunResult;
import dev.envctl.runner.run.Runs;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// One run, live while it is worked on.
public record RunPage(
        Frame frame,
        RunRow run,
        Facts facts,
        String streamState,
        boolean isOver,
        boolean mayCancel,
        Optional<TimeLeft> left,
        List<Problem> problems,
        List<LogLine> log,
        int hidden,
        List<PlanLine> plan,
        List<PlanLine> result,
        String culprits,
        List<Link> papers) {

    /// More lines than these are not on the page, but in the text.
    private static final int MOST_LINES = 2000;

    public RunPage {
        problems = List.copyOf(problems);
        log = List.copyOf(log);
        plan = List.copyOf(plan);
        result = List.copyOf(result);
        papers = List.copyOf(papers);
    }

    public record Facts(
            Optional<Moment> started,
            Optional<Moment> ended,
            String waited,
            Optional<Link> base,
            String digest,
            String expectedDigest,
            int attempt,
            List<Count> counts) {
        public Facts {
            counts = List.copyOf(counts);
        }
    }

    public record Count(String tone, String text) {}

    public record Problem(String place, boolean error, String title, String message) {}

    public record Material(Run run, List<Run> earlier, List<Runs.Line> lines, Map<RunPaper, String> papers) {}

    public static RunPage of(Frame frame, Material material, Links links, Instant now) {
        Run run = material.run();
        List<Runs.Line> lines = material.lines();
        int hidden = Math.max(0, lines.size() - MOST_LINES);
        return new RunPage(
                frame.titled(Words.kind(run.kind()) + " " + run.id()).reloading(run.isOver() ? 0 : 5),
                RunRow.of(run, links, now),
                facts(run, links, now),
                streamState(run),
                run.isOver(),
                frame.mayRun() && !run.isOver() && !run.cancelRequested(),
                TimeLeft.of(run, material.earlier(), now),
                run.result().map(RunPage::problems).orElse(List.of()),
                lines.stream().skip(hidden).map(LogLine::of).toList(),
                hidden,
                paper(material, RunPaper.PLAN_TEXT),
                paper(material, RunPaper.RESULT_TEXT),
                Shown.text(material.papers().getOrDefault(RunPaper.CULPRITS_MARKDOWN, "")),
                material.papers().keySet().stream()
                        .map(paper -> link(run, paper))
                        .toList());
    }

    private static List<PlanLine> paper(Material material, RunPaper paper) {
        return Optional.ofNullable(material.papers().get(paper))
                .map(PlanLine::read)
                .orElse(List.of());
    }

    private static Link link(Run run, RunPaper paper) {
        String name = paper.name().toLowerCase(Locale.ROOT).replace('_', '-');
        return new Link(name, "/runs/" + run.id() + "/papers/" + name);
    }

    private static Facts facts(Run run, Links links, Instant now) {
        return new Facts(
                run.started().map(at -> Moment.of(at, now)),
                run.ended().map(at -> Moment.of(at, now)),
                Words.length(Duration.between(
                        run.created(), run.started().or(run::ended).orElse(now))),
                run.revision().base().map(base -> links.commit(run.environment(), base)),
                run.result().flatMap(RunResult::digest).map(Shown::text).orElse(""),
                run.expectedDigest().map(Shown::text).orElse(""),
                run.attempt(),
                run.result().map(result -> counts(result.counts())).orElse(List.of()));
    }

    private static List<Count> counts(RunResult.Counts counts) {
        return List.of(
                        new Count("add", counts.toImport() + " to import"),
                        new Count("add", counts.toAdd() + " to add"),
                        new Count("change", counts.toChange() + " to change"),
                        new Count("remove", counts.toDestroy() + " to destroy"),
                        new Count("change", counts.drifted() + " drifted"),
                        new Count("note", counts.pending() + " pending"),
                        new Count("remove", counts.conflicting() + " in conflict"),
                        new Count("remove", counts.unhealthy() + " unhealthy"))
                .stream()
                .filter(count -> !count.text().startsWith("0 "))
                .toList();
    }

    private static List<Problem> problems(RunResult result) {
        return result.problems().stream()
                .map(problem -> new Problem(
                        Shown.text(problem.file()) + ":" + problem.line(),
                        problem.error(),
                        Shown.text(problem.title()),
                        Shown.text(problem.message())))
                .toList();
    }

    /// The state as the stream says it: a change of this word is worth another look at the page.
    public static String streamState(Run run) {
        return run.state().name().toLowerCase(Locale.ROOT) + (run.cancelRequested() ? "-stopping" : "");
    }

    /// Where a browser with script goes on listening.
    public String stream() {
        int last = log.isEmpty() ? 0 : log.getLast().number();
        return "/runs/" + run.id() + "/stream?after=" + last;
    }
}
