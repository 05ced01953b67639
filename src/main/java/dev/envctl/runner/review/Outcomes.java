package dev.envctl.runner.review;

import static dev.envctl.report.Markdown.code;

import dev.envctl.runner.review.Landed.Part;
import dev.envctl.runner.review.PullRequestState.Refusal;
import dev.envctl.runner.review.Requirements.Denied;
import dev.envctl.runner.review.Requirements.Facts;
import dev.envctl.runner.review.Requirements.Granted;
import dev.envctl.runner.run.Run;
import dev.envctl.runner.settings.RunnerSettings.EnvironmentRule;
import dev.envctl.value.Ordered;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;

/// Judges what becomes of an environment after a push: an apply, or in each pull request that changed it why not.
///
/// Where one pull request alone changed it, its plan and approval count. Where several did, or commits of none with
/// them, each of them was planned without the others, and what came of all was planned by nobody; unless the last one
/// was planned on top of the others, so that its plan is the plan of all. In either case the run that follows plans
/// again at what the push left and does nothing when the digest is another than the approved one. That alone would keep
/// what nobody approved from being applied; to refuse here as well says in plain words why, before anything is tried.
final class Outcomes {

    private final ReviewParts parts;
    private final ReviewParts.Stores stores;
    private final PlanRuns planRuns;

    Outcomes(ReviewParts parts) {
        this.parts = parts;
        this.stores = parts.stores();
        this.planRuns = new PlanRuns(stores.runs());
    }

    record Approved(PullRequestState pull, String digest) {}

    /// `isPending` where the push changed something and nothing is going to apply it.
    record Outcome(SequencedMap<PullRequestKey, Refusal> refusals, Optional<Approved> apply, boolean isPending) {
        Outcome {
            refusals = Ordered.copyOf(refusals);
        }

        Optional<Refusal> refusal(PullRequestState pull) {
            return Optional.ofNullable(refusals.get(pull.key()));
        }
    }

    /// Gathers one outcome. Where several pull requests have something to say about one commit, only the last of
    /// them speaks there, and the others where their own merges led.
    private static final class Sheet {
        private final Landed landed;
        private final String directory;
        private final List<Part> touching;
        private final List<PullRequestState> pulls;
        private final SequencedMap<PullRequestKey, Refusal> refusals = new LinkedHashMap<>();
        private Optional<Approved> apply = Optional.empty();

        Sheet(Landed landed, String directory) {
            this.landed = landed;
            this.directory = directory;
            this.touching = landed.touching(directory);
            this.pulls = Landed.pulls(touching);
        }

        void refuse(PullRequestState pull, String reason) {
            say(pull, true, "Nothing was applied: " + reason + ".");
        }

        void say(PullRequestState pull, boolean failed, String text) {
            boolean isLast = pulls.isEmpty() || pulls.getLast().key().equals(pull.key());
            String commit = isLast ? landed.push().after() : landed.endOf(pull);
            refusals.put(pull.key(), new Refusal(directory, commit, failed, text));
        }

        /// Changed by one pull request and nothing else.
        boolean isOfOne() {
            return pulls.size() == 1
                    && touching.stream().allMatch(part -> part.pull().isPresent());
        }

        String names() {
            List<String> numbers = pulls.stream()
                    .map(pull -> String.valueOf(pull.key().number()))
                    .toList();
            String named = numbers.size() == 1
                    ? "pull request " + numbers.getFirst()
                    : "pull requests " + String.join(", ", numbers.subList(0, numbers.size() - 1)) + " and "
                            + numbers.getLast();
            return touching.stream().allMatch(part -> part.pull().isPresent())
                    ? named
                    : named + " and commits of no pull request";
        }

        Outcome outcome() {
            boolean isSaid = pulls.stream().anyMatch(pull -> refusals.containsKey(pull.key()));
            return new Outcome(refusals, apply, isSaid && apply.isEmpty());
        }
    }

    Outcome of(Matter matter, Landed landed, EnvironmentRule rule, String directory) {
        Sheet sheet = new Sheet(landed, directory);
        switch (rule.apply()) {
            case MERGE -> merge(matter, sheet, rule);
            case COMMENT -> comment(matter, sheet);
            case NEVER ->
                sheet.pulls.forEach(pull -> sheet.say(pull, false, "It was merged; nothing is applied here."));
        }
        return sheet.outcome();
    }

    // ---- applied by merging

    private void merge(Matter matter, Sheet sheet, EnvironmentRule rule) {
        sheet.landed.pulls().stream()
                .filter(pull -> pull.memory().affected().contains(sheet.directory))
                .forEach(pull -> expected(sheet, pull));
        if (sheet.landed.trouble().isPresent() || sheet.pulls.isEmpty()) {
            return;
        }
        Part last = sheet.touching.getLast();
        if (sheet.isOfOne()) {
            judge(sheet, rule, sheet.pulls.getFirst(), sheet.touching.getFirst().start());
        } else if (isPlanOfAll(matter, last, sheet.directory)) {
            judge(sheet, rule, sheet.pulls.getLast(), last.start());
        } else {
            sheet.pulls.forEach(pull -> sheet.refuse(
                    pull,
                    sheet.names() + " changed it in one push, and nobody planned and approved what came of it."
                            + " The next pull request that touches it is planned with all of that"));
        }
    }

    /// Nothing to apply is never a success where something was expected.
    private static void expected(Sheet sheet, PullRequestState pull) {
        if (sheet.landed.trouble().isPresent()) {
            sheet.refuse(
                    pull,
                    "what the push changes could not be found out: "
                            + code(sheet.landed.trouble().get()));
        } else if (sheet.touching.stream().noneMatch(part -> part.isOf(pull))) {
            sheet.refuse(
                    pull,
                    "the pull request changed it and the push does not: an apply was expected and there is nothing to"
                            + " apply");
        }
    }

    /// Nothing came after the last part, so the plan is of all when it was made on what stood before that part, or
    /// of exactly what it left.
    private boolean isPlanOfAll(Matter matter, Part last, String directory) {
        return last.pull()
                .flatMap(pull -> planRuns.plan(pull, directory)
                        .flatMap(plan -> plan.revision().base())
                        .filter(base -> base.equals(last.start())
                                || parts.affected().makes(matter.repository(), base, pull.head(), last.end())))
                .isPresent();
    }

    /// `before` is what the branch stood at when the pull request came, which is what it had to be up to date with.
    private void judge(Sheet sheet, EnvironmentRule rule, PullRequestState pull, String before) {
        if (!pull.memory().affected().contains(sheet.directory)) {
            deny(sheet, pull, "the push changes it, and it was not planned in the pull request");
            return;
        }
        Optional<Run> plan = planRuns.plan(pull, sheet.directory);
        boolean isUpToDate = plan.flatMap(run -> run.revision().base())
                .filter(before::equals)
                .isPresent();
        List<Approval> approvals = stores.approvals().list(pull.key()).stream()
                .filter(approval -> approval.directory().equals(sheet.directory))
                .toList();
        switch (Requirements.judge(rule, plan, approvals, new Facts(true, isUpToDate))) {
            case Denied(String reason) -> deny(sheet, pull, reason);
            case Granted(String digest) -> grant(sheet, pull, digest);
        }
    }

    private static void deny(Sheet sheet, PullRequestState judged, String reason) {
        for (PullRequestState pull : sheet.pulls) {
            boolean isJudged = pull.key().equals(judged.key());
            sheet.refuse(
                    pull,
                    isJudged
                            ? reason
                            : "it was merged together with pull request "
                                    + judged.key().number() + ", which has the plan of both, and there " + reason);
        }
    }

    private static void grant(Sheet sheet, PullRequestState judged, String digest) {
        sheet.apply = Optional.of(new Approved(judged, digest));
        sheet.pulls.stream()
                .filter(pull -> !pull.key().equals(judged.key()))
                .forEach(pull -> sheet.say(
                        pull,
                        false,
                        "It was merged together with pull request "
                                + judged.key().number() + ", which was planned on top of it and is applied for both."));
    }

    // ---- applied by comment

    /// What was applied while it was open needs no more, if nothing came together with it.
    private void comment(Matter matter, Sheet sheet) {
        for (PullRequestState pull : sheet.pulls) {
            boolean isApplied = planRuns.isApplied(pull, sheet.directory);
            if (!isApplied) {
                sheet.say(pull, false, "It was merged and had not been applied.");
            } else if (!sheet.isOfOne() && !isPlanOfAll(matter, sheet.touching.getLast(), sheet.directory)) {
                sheet.say(
                        pull,
                        false,
                        Texts.sentence(sheet.names())
                                + " changed it in one push, and what came of it was not applied.");
            }
        }
    }
}
