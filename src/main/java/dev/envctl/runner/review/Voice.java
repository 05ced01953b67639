package dev.envctl.runner.review;

import dev.envctl.runner.forge.Forge.Annotation;
import dev.envctl.runner.forge.Forge.Check;
import dev.envctl.runner.forge.Forge.CommitStatus;
import dev.envctl.runner.forge.Forge.Conversation;
import dev.envctl.runner.forge.Forge.Verdict;
import dev.envctl.runner.forge.OwnMark;
import dev.envctl.runner.run.Run;
import dev.envctl.runner.run.RunResult;
import dev.envctl.runner.settings.RunnerSettings;
import java.util.List;
import java.util.Optional;

/// Says in a pull request what is stored of it: the comment, the check, the statuses, each only when it is not what was
/// said last. May be called for one pull request by one thread at a time; whatever it has said is remembered at once,
/// so that a call which ends early is taken up by the next. That something is about to be said for the first time is
/// remembered, too: who dies over it leaves nothing behind that nobody knows of.
public final class Voice {

    /// The name of the check.
    public static final String CHECK = "envctl";

    /// What GitHub takes with one call.
    private static final int MOST_ANNOTATIONS = 50;
    private static final int LONGEST_SUMMARY = 60_000;
    private static final int LONGEST_MESSAGE = 2_000;
    private static final int LONGEST_TITLE = 200;

    private final ReviewParts parts;
    private final PullRequests pullRequests;
    private final Overviews overviews;

    public Voice(ReviewParts parts) {
        this.parts = parts;
        this.pullRequests = parts.stores().pullRequests();
        this.overviews = new Overviews(parts.stores());
    }

    /// Throws [dev.envctl.runner.forge.ForgeException]. Does nothing for what is not in the settings any more.
    public void speak(PullRequestKey key) {
        RunnerSettings settings = parts.settings().get();
        Optional<Matter> matter = parts.forges()
                .apply(key.forge())
                .flatMap(forge -> settings.repository(key.forge(), key.repository())
                        .map(repository -> new Matter(key.forge(), forge, repository)));
        Optional<PullRequestState> pull = pullRequests.find(key);
        if (matter.isEmpty() || pull.isEmpty() || pull.get().head().isEmpty()) {
            return;
        }
        Overview overview = overviews.of(matter.get(), pull.get(), settings);
        CommentMarkdown text = new CommentMarkdown(overview);
        Said said = check(matter.get(), overview, text, pullRequests.said(key));
        said = statuses(matter.get(), overview, said);
        comment(matter.get(), overview, text, said);
    }

    private Said keep(Overview overview, Said said) {
        pullRequests.keep(overview.pull().key(), said);
        return said;
    }

    private Said comment(Matter matter, Overview overview, CommentMarkdown markdown, Said before) {
        if (!before.hasComment() && !overview.isWorthSaying()) {
            return before;
        }
        Said said = before.hasComment() ? before : keep(overview, before.withCommentAhead());
        String text = markdown.render(matter.forge().commentLimit());
        String hash = Once.hash(text);
        if (said.has("comment", hash)) {
            return said;
        }
        Conversation where = new Conversation(
                matter.repository().name(), overview.pull().key().number(), false);
        OwnMark mark = OwnMark.of("pull-request", "", parts.settings().get().publicUrl());
        long id = matter.forge().comment(where, said.comment(), mark, text);
        return keep(overview, said.withComment(id, hash));
    }

    private Said check(Matter matter, Overview overview, CommentMarkdown text, Said before) {
        Said said = settleOldCheck(matter, overview, before);
        int room = Math.min(matter.forge().commentLimit(), LONGEST_SUMMARY);
        boolean isSame = said.checkCommit().equals(overview.pull().head());
        if (!isSame && !overview.pull().isOpen()) {
            return said;
        }
        Check check = check(overview, text.render(room), isSame ? said.check() : Optional.empty());
        String hash =
                Once.hash(check.commit() + check.verdict() + check.title() + check.summary() + check.annotations());
        if (said.has("check", hash)) {
            return said;
        }
        if (!isSame) {
            said = keep(overview, said.withCheckAhead(check.commit()));
        }
        Optional<Long> id = matter.forge().check(matter.repository().name(), check);
        return keep(overview, said.withCheck(id, check.commit(), check.verdict() == Verdict.PENDING, hash));
    }

    /// A check that was pending at another commit would be for ever.
    private Said settleOldCheck(Matter matter, Overview overview, Said said) {
        if (!said.checkPending() || said.checkCommit().equals(overview.pull().head())) {
            return said;
        }
        Check settled = new Check(
                said.check(),
                said.checkCommit(),
                CHECK,
                Verdict.NEUTRAL,
                "A newer commit came.",
                "A newer commit came before all was planned.",
                List.of(),
                overview.publicUrl());
        matter.forge().check(matter.repository().name(), settled);
        return keep(overview, said.withCheck(Optional.empty(), said.checkCommit(), false, ""));
    }

    private static Check check(Overview overview, String summary, Optional<Long> id) {
        List<Annotation> annotations = overview.lines().stream()
                .flatMap(line -> line.plan().flatMap(Run::result).map(RunResult::problems).orElse(List.of()).stream())
                .limit(MOST_ANNOTATIONS)
                .map(Voice::annotation)
                .toList();
        return new Check(
                id,
                overview.pull().head(),
                CHECK,
                Verdicts.check(overview),
                CommentMarkdown.title(overview),
                summary,
                annotations,
                link(overview));
    }

    private static Annotation annotation(RunResult.Annotation problem) {
        return new Annotation(
                problem.file(),
                problem.line(),
                problem.error(),
                Texts.cut(problem.title(), LONGEST_TITLE),
                Texts.cut(problem.message(), LONGEST_MESSAGE));
    }

    /// To the run where there is only one, else to all of them.
    private static String link(Overview overview) {
        return overview.lines().size() == 1
                ? overview.lines().getFirst().plan().map(overview::link).orElse(overview.publicUrl())
                : overview.publicUrl();
    }

    private static String name(CommitStatus status) {
        return status.commit() + " " + status.context();
    }

    private Said statuses(Matter matter, Overview overview, Said before) {
        List<CommitStatus> statuses = Statuses.of(overview);
        Said said = before.only(statuses.stream().map(Voice::name).toList());
        for (CommitStatus status : statuses) {
            String name = name(status);
            String hash = Once.hash(status.toString());
            if (!said.has(name, hash)) {
                matter.forge().status(matter.repository().name(), status);
                said = keep(overview, said.withStatus(name, hash));
            }
        }
        return said;
    }
}
