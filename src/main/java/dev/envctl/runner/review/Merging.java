package dev.envctl.runner.review;

import static dev.envctl.report.Markdown.code;

import dev.envctl.problem.ProblemException;
import dev.envctl.runner.forge.Forge.CommitStatus;
import dev.envctl.runner.forge.Forge.Verdict;
import dev.envctl.runner.review.PullRequestState.Refusal;
import dev.envctl.runner.review.PullRequestState.Stage;
import dev.envctl.runner.review.Pushes.Push;
import dev.envctl.runner.review.Requirements.Denied;
import dev.envctl.runner.review.Requirements.Facts;
import dev.envctl.runner.review.Requirements.Granted;
import dev.envctl.runner.review.Requirements.Judgement;
import dev.envctl.runner.run.EnvironmentState;
import dev.envctl.runner.run.NewRun;
import dev.envctl.runner.run.Run;
import dev.envctl.runner.run.Run.Kind;
import dev.envctl.runner.settings.RunnerSettings.EnvironmentRule;
import dev.envctl.value.Ordered;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// What comes of a push to the default branch. It tells of the commits before and after, the merged pull request of
/// what was planned and approved; a forge sends the two in any order, and whichever comes second settles it.
final class Merging {

    private static final int LONGEST_TROUBLE = 500;

    private final ReviewParts parts;
    private final ReviewParts.Stores stores;
    private final PlanRuns planRuns;
    private final Planning planning;

    Merging(ReviewParts parts, Planning planning) {
        this.parts = parts;
        this.stores = parts.stores();
        this.planRuns = new PlanRuns(stores.runs());
        this.planning = planning;
    }

    /// What a push changes, as far as it could be found out.
    private record Changed(List<String> directories, Optional<String> trouble) {}

    String pushed(Matter matter, Push push) {
        stores.pushes().add(push);
        Optional<PullRequestState> merged = mergedBy(matter, push);
        merged.ifPresentOrElse(pull -> settle(matter, push, pull), () -> direct(matter, push));
        return merged.map(pull -> "the merge of " + pull.key()).orElse("no pull request that is known");
    }

    /// The push may have been told of before its pull request was.
    void merged(Matter matter, PullRequestState pull) {
        pull.mergeCommit()
                .flatMap(commit -> stores.pushes()
                        .find(matter.forgeName(), matter.repository().name(), commit))
                .ifPresent(push -> settle(matter, push, pull));
    }

    private Optional<PullRequestState> mergedBy(Matter matter, Push push) {
        String repository = matter.repository().name();
        return matter.forge()
                .mergedBy(repository, push.after())
                .flatMap(number -> planning.refresh(matter, number, Run.Trigger.PUSH, push.actor()))
                .filter(pull -> pull.stage() == Stage.MERGED)
                .or(() -> stores.pullRequests().mergedAs(matter.forgeName(), repository, push.after()));
    }

    private void settle(Matter matter, Push push, PullRequestState pull) {
        Changed changed = changed(matter, push);
        List<String> affected = pull.memory().affected();
        List<Refusal> refusals = new ArrayList<>();
        for (String directory : Ordered.copyOf(
                Stream.concat(affected.stream(), changed.directories().stream()).toList())) {
            matter.rule(directory)
                    .flatMap(rule -> settle(rule, directory, push, pull, changed))
                    .ifPresent(refusals::add);
        }
        stores.pullRequests().change(pull.key(), old -> old.withRefusals(refusals));
        refusals.stream()
                .filter(refusal -> changed.directories().contains(refusal.directory()))
                .forEach(refusal -> pending(pull.key(), refusal.directory()));
        parts.speech().soon(pull.key());
    }

    /// Either an apply is queued, or it is said why not; neither where the pull request had been applied.
    private Optional<Refusal> settle(
            EnvironmentRule rule, String directory, Push push, PullRequestState pull, Changed changed) {
        return switch (rule.apply()) {
            case MERGE -> settleMerge(rule, directory, push, pull, changed);
            case COMMENT ->
                !changed.directories().contains(directory) || planRuns.isApplied(pull, directory)
                        ? Optional.empty()
                        : Optional.of(
                                new Refusal(directory, push.after(), false, "It was merged and had not been applied."));
            case NEVER ->
                changed.directories().contains(directory)
                        ? Optional.of(
                                new Refusal(directory, push.after(), false, "It was merged; nothing is applied here."))
                        : Optional.empty();
        };
    }

    private Optional<Refusal> settleMerge(
            EnvironmentRule rule, String directory, Push push, PullRequestState pull, Changed changed) {
        if (changed.trouble().isPresent()) {
            return refuse(
                    directory,
                    push,
                    "what the push changes could not be found out: "
                            + code(changed.trouble().get()));
        }
        if (!changed.directories().contains(directory)) {
            return refuse(
                    directory,
                    push,
                    "the pull request changed it and the push does not: an apply was expected and there is nothing to"
                            + " apply");
        }
        if (!pull.memory().affected().contains(directory)) {
            return refuse(directory, push, "the push changes it, and it was not planned in the pull request");
        }
        Optional<Run> plan = planRuns.plan(pull, directory);
        boolean isUpToDate = plan.flatMap(run -> run.revision().base())
                .filter(push.before()::equals)
                .isPresent();
        Judgement judgement = Requirements.judge(rule, plan, approvals(pull, directory), new Facts(true, isUpToDate));
        return switch (judgement) {
            case Denied(String reason) -> refuse(directory, push, reason);
            case Granted(String digest) -> {
                apply(directory, push, pull, digest);
                yield Optional.empty();
            }
        };
    }

    private List<Approval> approvals(PullRequestState pull, String directory) {
        return stores.approvals().list(pull.key()).stream()
                .filter(approval -> approval.directory().equals(directory))
                .toList();
    }

    private static Optional<Refusal> refuse(String directory, Push push, String reason) {
        return Optional.of(new Refusal(directory, push.after(), true, "Nothing was applied: " + reason + "."));
    }

    private void apply(String directory, Push push, PullRequestState pull, String digest) {
        PullRequestKey key = pull.key();
        Optional<Run> queued = parts.queue()
                .enqueue(new NewRun(
                        key.environment(directory),
                        Kind.APPLY,
                        new Run.Cause(Run.Trigger.PUSH, push.actor(), Optional.of(key.number())),
                        new Run.Revision(push.after(), Optional.empty()),
                        Optional.of(digest),
                        Once.key("apply:" + push.forge() + ":" + push.repository() + "@" + push.after() + ":"
                                + directory)));
        queued.ifPresent(run -> stores.audit()
                .add(push.actor(), "apply", key + ":" + directory, "by merge, digest " + digest + ", run " + run.id()));
    }

    private Changed changed(Matter matter, Push push) {
        try {
            Affected.Change found = parts.affected().environments(matter.repository(), push.before(), push.after());
            return new Changed(matter.ours(found).changed(), Optional.empty());
        } catch (ProblemException problem) {
            Texts.rethrowIfPassing(problem);
            return new Changed(List.of(), Optional.of(Texts.cut(Texts.details(problem), LONGEST_TROUBLE)));
        }
    }

    /// Nobody planned or approved it, so nobody applies it; it is said where the commit is looked at.
    private void direct(Matter matter, Push push) {
        Changed changed = changed(matter, push);
        for (String directory : changed.directories()) {
            PullRequestKey nowhere = matter.key(0);
            pending(nowhere, directory);
            stores.audit()
                    .add(
                            push.actor(),
                            "pushed",
                            nowhere.environment(directory).toString(),
                            "without a pull request, " + push.after());
            matter.forge().status(matter.repository().name(), notice(push, directory));
        }
    }

    private CommitStatus notice(Push push, String directory) {
        return new CommitStatus(
                push.after(),
                Statuses.context("apply", directory),
                Verdict.NEUTRAL,
                "Pushed without a pull request: nothing was applied",
                parts.settings().get().publicUrl().toString());
    }

    private void pending(PullRequestKey pull, String directory) {
        stores.environments().change(pull.environment(directory), EnvironmentState::pending);
    }
}
