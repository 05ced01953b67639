package dev.envctl.runner.review;

import dev.envctl.problem.Code;
import dev.envctl.problem.Problem;
import dev.envctl.problem.ProblemException;
import dev.envctl.runner.database.Database;
import dev.envctl.runner.forge.ForgeEvent;
import dev.envctl.runner.run.EnvironmentKey;
import dev.envctl.runner.run.Run;
import dev.envctl.runner.run.Run.Kind;
import dev.envctl.runner.run.Run.State;
import dev.envctl.runner.run.RunPaper;
import dev.envctl.runner.run.RunResult;
import dev.envctl.runner.run.RunResult.Counts;
import dev.envctl.runner.run.Runs.Filter;
import dev.envctl.runner.settings.RunnerSettings;
import dev.envctl.testing.ScriptedForge;
import dev.envctl.testing.TurnableClock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.UUID;
import java.util.function.UnaryOperator;

/// A runner's review around a forge and a database in memory. Git and the work of runs are said by the test. One at a
/// time.
final class ReviewBench {

    static final PullRequestKey SEVEN = new PullRequestKey("github", "acme/platform", 7);
    static final String HEAD = "1a2b3c4d".repeat(5);
    static final String HEAD_TWO = "5e6f7a8b".repeat(5);
    static final String BASE = "b0b1b2b3".repeat(5);
    static final String MERGE = "c0c1c2c3".repeat(5);

    /// Migrated once, and emptied for each test.
    private static final Database DATABASE = Database.inMemory("review-" + UUID.randomUUID());

    private static final List<String> TABLES = List.of(
            "run_line",
            "run_paper",
            "run",
            "environment",
            "pull_request",
            "push",
            "push_commit",
            "issue_answer",
            "approval",
            "audit");

    final ScriptedForge forge = new ScriptedForge();
    final TurnableClock clock = new TurnableClock();
    final ReviewParts.Stores stores = ReviewParts.Stores.of(DATABASE.jdbi(), clock);
    final Map<String, Affected.Change> changes = new LinkedHashMap<>();
    /// By the commit to which they lead; one step where nothing is said.
    final Map<String, List<Affected.Step>> lines = new LinkedHashMap<>();
    final List<String> made = new ArrayList<>();
    /// Commits that no branch has any more.
    final List<String> gone = new ArrayList<>();
    final List<String> unlocked = new ArrayList<>();
    final SequencedSet<PullRequestKey> toSpeakOf = new LinkedHashSet<>();
    /// Nobody looks by himself: see [#look].
    final SequencedSet<PullRequestKey> toLookAt = new LinkedHashSet<>();
    final EventHandler handler;
    final Voice voice;
    private RunnerSettings settings = ReviewSettings.usual();
    private boolean isSilent;
    private Runnable meanwhile = () -> {};
    private Optional<Code> gitProblem = Optional.empty();

    ReviewBench() {
        forge.grant("bob", "writers");
        DATABASE.jdbi().useHandle(handle -> TABLES.forEach(table -> handle.execute("delete from " + table)));
        DATABASE.jdbi().useHandle(handle -> handle.execute("alter table run alter column id restart with 1"));
        var forges = new LinkedHashMap<String, dev.envctl.runner.forge.Forge>();
        forges.put("github", forge);
        var parts = new ReviewParts(
                () -> settings,
                name -> Optional.ofNullable(forges.get(name)),
                stores,
                new ScriptedGit(),
                (environment, actor) -> {
                    unlocked.add(environment.directory() + " by " + actor);
                    return "The lease of carol was taken away.";
                },
                wanted -> {
                    Runnable now = meanwhile;
                    meanwhile = () -> {};
                    now.run();
                    return stores.runs().enqueue(wanted);
                },
                toSpeakOf::add,
                toLookAt::add);
        handler = new EventHandler(parts);
        voice = new Voice(parts);
    }

    private final class ScriptedGit implements Affected {
        @Override
        public Change environments(RunnerSettings.RepositorySettings repository, String base, String head) {
            gitProblem.ifPresent(code -> {
                throw new ProblemException(Problem.of(code, "a.yaml is in conflict with <b>main</b>."));
            });
            require(base);
            return changes.getOrDefault(head, new Change(List.of(), List.of()));
        }

        @Override
        public List<Step> line(RunnerSettings.RepositorySettings repository, String before, String after) {
            require(before);
            require(after);
            return lines.getOrDefault(after, List.of(new Step(after, true)));
        }

        private void require(String commit) {
            if (gone.contains(commit)) {
                throw new ProblemException(Problem.of(Code.COMMIT_MISSING, "There is no commit %s.".formatted(commit)));
            }
        }

        @Override
        public boolean makes(RunnerSettings.RepositorySettings repository, String base, String head, String result) {
            return made.contains(base + " and " + head + " make " + result);
        }

        @Override
        public String head(RunnerSettings.RepositorySettings repository) {
            return "d".repeat(40);
        }
    }

    void settings(UnaryOperator<RunnerSettings> change) {
        settings = change.apply(settings);
    }

    /// What happens meanwhile is spoken about at once at the end, as it is when much happens in a second.
    void together(Runnable happenings) {
        isSilent = true;
        happenings.run();
        isSilent = false;
        speak();
    }

    /// Happens once, before the next run is queued: what somebody else does at that moment.
    void meanwhile(Runnable happening) {
        meanwhile = happening;
    }

    void gitSays(Code code) {
        gitProblem = Optional.of(code);
    }

    void gitIsWell() {
        gitProblem = Optional.empty();
    }

    void changes(String head, String... directories) {
        changes.put(head, new Affected.Change(List.of(directories), List.of()));
    }

    /// Pull request 7 is opened, and planned as far as it is queued.
    void open(String... directories) {
        open(7, HEAD, BASE, directories);
    }

    void open(int number, String head, String base, String... directories) {
        forge.open(number, head, base);
        changes(head, directories);
        tell(new ForgeEvent.PullRequestMoved("acme/platform", number, "ignored", "alice"));
    }

    String tell(ForgeEvent event) {
        String outcome = handler.handle("github", event);
        speak();
        return outcome;
    }

    void moved() {
        tell(new ForgeEvent.PullRequestMoved("acme/platform", 7, "ignored", "alice"));
    }

    void pushed(String head, String... directories) {
        forge.push(7, head);
        changes(head, directories);
        moved();
    }

    void approved(String actor) {
        approved(7, actor);
    }

    void approved(int number, String actor) {
        forge.review(number, true);
        tell(new ForgeEvent.ReviewGiven("acme/platform", number, actor));
    }

    /// Merging `head` into `base` gives what there is at `result`.
    void makes(String base, String head, String result) {
        made.add(base + " and " + head + " make " + result);
    }

    /// What the runner says in a pull request; empty when it says nothing.
    String comment(int number) {
        return stores.pullRequests()
                .said(new PullRequestKey("github", "acme/platform", number))
                .comment()
                .map(forge.comments()::get)
                .orElse("");
    }

    String says(String actor, String body) {
        return says(actor, body, 100 + stores.audit().list(1000).size());
    }

    String says(String actor, String body, long comment) {
        return tell(new ForgeEvent.Commented("acme/platform", 7, false, comment, actor, body));
    }

    /// Merged, and both is told.
    void merged(String... directories) {
        forge.merge(7, MERGE);
        forge.knowsMerge(MERGE, 7);
        changes(MERGE, directories);
        tell(new ForgeEvent.PullRequestClosed("acme/platform", 7, true, "alice"));
        tell(push());
    }

    static ForgeEvent push() {
        return new ForgeEvent.Pushed("acme/platform", "main", BASE, MERGE, "alice");
    }

    void speak() {
        List<PullRequestKey> waiting = List.copyOf(toSpeakOf);
        toSpeakOf.clear();
        waiting.forEach(voice::speak);
    }

    /// As the queue's worker does, each once.
    void look() {
        List<PullRequestKey> waiting = List.copyOf(toLookAt);
        toLookAt.clear();
        waiting.forEach(handler::lookAgain);
        speak();
    }

    static EnvironmentKey environment(String directory) {
        return SEVEN.environment(directory);
    }

    List<Run> runs(Kind kind) {
        return stores.runs().list(Filter.latest(100).of(kind)).reversed();
    }

    /// The only one of its kind that is not over.
    Run waiting(Kind kind, String directory) {
        List<Run> waiting = stores.runs()
                .list(Filter.latest(100).of(environment(directory)).of(kind).in(State.QUEUED, State.RUNNING));
        if (waiting.size() != 1) {
            throw new AssertionError("one " + kind + " of " + directory + " was expected, not " + waiting);
        }
        return waiting.getFirst();
    }

    /// The next run of an environment ends with this plan.
    void planned(String directory, String digest, Counts counts, String markdown) {
        var result = new RunResult("Plan: " + counts.toAdd() + " to add.", Optional.of(digest), counts, List.of());
        finish(directory, State.SUCCEEDED, result, RunPaper.PLAN_MARKDOWN, markdown);
    }

    void planned(String directory, String digest) {
        planned(directory, digest, new Counts(0, 1, 0, 0, 0, 0, 0, 0, 1, 3), "**Plan: 1 to add.**\n");
    }

    void finish(String directory, State state, RunResult result, RunPaper paper, String text) {
        Run begun = stores.runs().begin(environment(directory), "replica").orElseThrow();
        if (!text.isEmpty()) {
            stores.runs().log(begun, () -> false).keep(paper, text);
        }
        stores.runs().end(begun, state, result);
        new RunNews(toSpeakOf::add).changed(stores.runs().find(begun.id()).orElseThrow());
        if (!isSilent) {
            speak();
        }
    }
}
