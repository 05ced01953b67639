package dev.envctl.runner.review;

import dev.envctl.runner.forge.Forge.CommitStatus;
import dev.envctl.runner.forge.Forge.Verdict;
import dev.envctl.runner.review.Outcomes.Outcome;
import dev.envctl.runner.review.PullRequestState.Refusal;
import dev.envctl.runner.review.Pushes.Push;
import dev.envctl.runner.run.EnvironmentState;
import dev.envctl.runner.run.NewRun;
import dev.envctl.runner.run.Run;
import dev.envctl.runner.run.Run.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// What comes of a push to the default branch. It tells of the commits before and after, the merged pull requests of
/// what was planned and approved; a forge sends them in any order, and whichever comes last settles it. So it is
/// settled each time, from the beginning, and comes out the same.
final class Merging {

    private static final int MOST_LOOKS = 5;

    private final ReviewParts parts;
    private final ReviewParts.Stores stores;
    private final Landings landings;
    private final Outcomes judge;

    Merging(ReviewParts parts, Planning planning) {
        this.parts = parts;
        this.stores = parts.stores();
        this.landings = new Landings(parts, planning);
        this.judge = new Outcomes(parts);
    }

    String pushed(Matter matter, Push push) {
        landings.hear(matter, push);
        Landed landed = settle(matter, push);
        landed.changed().stream()
                .filter(directory -> Landed.pulls(landed.touching(directory)).isEmpty())
                .forEach(directory -> direct(matter, push, directory));
        lookAgain(matter, landed);
        return landed.pulls().isEmpty()
                ? "no pull request that is known"
                : landed.pulls().stream()
                        .map(pull -> pull.key().toString())
                        .collect(Collectors.joining(" and ", "the merge of ", ""));
    }

    /// What is open and affects something of the same was planned on what is no more. The rest is left alone, so
    /// that a push asks little of the forge. What a pull request in conflict affects nobody knows.
    private void lookAgain(Matter matter, Landed landed) {
        stores.pullRequests().open(matter.forgeName(), matter.repository().name()).stream()
                .filter(pull -> landed.mayTouch(pull))
                .forEach(pull -> parts.looks().soon(pull.key()));
    }

    /// The push may have been told of before its pull request was.
    void merged(Matter matter, PullRequestState pull) {
        pull.mergeCommit()
                .flatMap(commit -> stores.pushes()
                        .find(matter.forgeName(), matter.repository().name(), commit))
                .ifPresent(push -> settle(matter, push));
    }

    /// Somebody else may hear of another pull request of the same push meanwhile, and be done earlier. Whoever
    /// writes last looks whether it was all.
    private Landed settle(Matter matter, Push push) {
        for (int looks = 0; looks < MOST_LOOKS; looks++) {
            Landed landed = landings.look(matter, push);
            settle(matter, landed);
            if (landings.isAll(matter, landed)) {
                return landed;
            }
        }
        throw new IllegalStateException("settling the push of " + push.after() + ": it changed each time");
    }

    private void settle(Matter matter, Landed landed) {
        List<Outcome> outcomes = new ArrayList<>();
        for (String directory : landed.directories()) {
            matter.rule(directory).ifPresent(rule -> {
                Outcome outcome = judge.of(matter, landed, rule, directory);
                outcomes.add(outcome);
                outcome.apply().ifPresent(approved -> apply(landed.push(), approved, directory));
                if (outcome.isPending()) {
                    pending(matter.key(0), directory);
                }
            });
        }
        for (PullRequestState pull : landed.pulls()) {
            List<Refusal> refusals = outcomes.stream()
                    .flatMap(outcome -> outcome.refusal(pull).stream())
                    .toList();
            stores.pullRequests().change(pull.key(), old -> old.withRefusals(refusals));
            parts.speech().soon(pull.key());
        }
    }

    /// One push applies an environment once, whoever settles it and however often.
    private void apply(Push push, Outcomes.Approved approved, String directory) {
        PullRequestKey key = approved.pull().key();
        parts.queue()
                .enqueue(new NewRun(
                        key.environment(directory),
                        Kind.APPLY,
                        new Run.Cause(Run.Trigger.PUSH, push.actor(), Optional.of(key.number())),
                        new Run.Revision(push.after(), Optional.empty()),
                        Optional.of(approved.digest()),
                        Once.key("apply:" + push.forge() + ":" + push.repository() + "@" + push.after() + ":"
                                + directory)))
                .ifPresent(run -> stores.audit()
                        .add(
                                push.actor(),
                                "apply",
                                key + ":" + directory,
                                "by merge, digest " + approved.digest() + ", run " + run.id()));
    }

    /// Nobody planned or approved it, so nobody applies it; it is said where the commit is looked at.
    private void direct(Matter matter, Push push, String directory) {
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
