package dev.envctl.runner.review;

import static dev.envctl.report.Markdown.code;

import dev.envctl.report.Words;
import dev.envctl.runner.run.Run;
import dev.envctl.runner.run.RunResult;
import dev.envctl.runner.settings.RunnerSettings.EnvironmentRule;
import dev.envctl.runner.settings.RunnerSettings.Requirement;
import java.util.List;
import java.util.Optional;

/// Whether what was planned for an environment may be applied. Whatever the rule requires, it is always the digest of a
/// plan that stood in the pull request.
final class Requirements {

    private Requirements() {}

    /// What the forge and git say of the pull request when it is to be applied.
    record Facts(boolean mergeable, boolean upToDate) {}

    sealed interface Judgement {}

    /// The plan that is made now has to have this digest.
    record Granted(String digest) implements Judgement {}

    /// Markdown, from `because` on: `it was not approved`.
    record Denied(String reason) implements Judgement {}

    /// `plan` is the latest one at the commit that is to be applied; `approvals` those of the environment.
    static Judgement judge(EnvironmentRule rule, Optional<Run> plan, List<Approval> approvals, Facts facts) {
        Optional<String> unplanned = unplanned(plan);
        if (unplanned.isPresent()) {
            return new Denied(unplanned.get());
        }
        String digest = plan.flatMap(Run::result).flatMap(RunResult::digest).orElseThrow();
        return rule.requirements().stream()
                .flatMap(requirement -> missing(requirement, digest, approvals, facts).stream())
                .findFirst()
                .<Judgement>map(Denied::new)
                .orElseGet(() -> new Granted(digest));
    }

    private static Optional<String> unplanned(Optional<Run> plan) {
        if (plan.isEmpty()) {
            return Optional.of("it was not planned at this commit");
        }
        return switch (plan.get().state()) {
            case QUEUED, RUNNING -> Optional.of("its plan was not done yet");
            case FAILED, REFUSED -> Optional.of("its plan did not succeed");
            case CANCELLED -> Optional.of("its plan was cancelled");
            case SUPERSEDED -> Optional.of("its plan did not begin in time");
            case SUCCEEDED ->
                plan.get().result().flatMap(RunResult::digest).isPresent()
                        ? Optional.empty()
                        : Optional.of("its plan has no digest");
        };
    }

    private static Optional<String> missing(
            Requirement requirement, String digest, List<Approval> approvals, Facts facts) {
        return switch (requirement) {
            case APPROVED -> approved(digest, approvals);
            case MERGEABLE ->
                facts.mergeable() ? Optional.empty() : Optional.of("the forge says that it cannot be merged");
            case UP_TO_DATE ->
                facts.upToDate()
                        ? Optional.empty()
                        : Optional.of("it is not up to date with the branch that it goes into");
        };
    }

    private static Optional<String> approved(String digest, List<Approval> approvals) {
        if (approvals.isEmpty()) {
            return Optional.of("its plan was not approved");
        }
        if (approvals.stream().anyMatch(approval -> approval.digest().equals(digest))) {
            return Optional.empty();
        }
        return Optional.of("the plan with digest "
                + code(Words.shortDigest(approvals.getLast().digest()))
                + " was approved, and it is " + code(Words.shortDigest(digest)) + " by now");
    }
}
