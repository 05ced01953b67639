package dev.envctl.runner.review;

import dev.envctl.runner.review.PullRequestState.Refusal;
import dev.envctl.runner.run.Run;
import dev.envctl.runner.run.RunResult;
import dev.envctl.runner.settings.RunnerSettings.EnvironmentRule;
import dev.envctl.runner.settings.RunnerSettings.Requirement;
import java.util.List;
import java.util.Optional;

/// All that is to be said about a pull request, read from the database at one time. `publicUrl` has no slash at its
/// end.
record Overview(PullRequestState pull, List<Line> lines, String publicUrl) {

    Overview {
        lines = List.copyOf(lines);
    }

    /// One environment: its latest plan at the head, the plan that was made before the base moved, its apply if
    /// that is newer, the approvals of its digests, why nothing was applied, and what its runs wrote (empty when
    /// they did not).
    record Line(
            String directory,
            Optional<EnvironmentRule> rule,
            Optional<Run> plan,
            Optional<Run> older,
            Optional<Run> apply,
            List<Approval> approvals,
            Optional<Refusal> refusal,
            Papers papers) {

        Line {
            approvals = List.copyOf(approvals);
        }

        Optional<String> digest() {
            return plan.flatMap(Run::result).flatMap(RunResult::digest);
        }

        Optional<Approval> approval() {
            return digest().flatMap(digest -> approvals.stream()
                    .filter(approval -> approval.digest().equals(digest))
                    .findFirst());
        }

        boolean needsApproval() {
            return rule.filter(some -> some.requirements().contains(Requirement.APPROVED))
                    .isPresent();
        }

        /// The run to look at: the one that says most about how things stand.
        Optional<Run> latest() {
            return apply.or(() -> plan);
        }

        boolean isApplied() {
            return apply.filter(run -> run.state() == Run.State.SUCCEEDED).isPresent();
        }

        /// In a word or two.
        String state() {
            if (apply.isPresent()) {
                return switch (apply.get().state()) {
                    case QUEUED -> "apply waiting";
                    case RUNNING -> "applying";
                    case SUCCEEDED -> "applied";
                    case FAILED -> "apply failed";
                    case REFUSED -> "not applied";
                    case CANCELLED, SUPERSEDED -> "apply cancelled";
                };
            }
            if (refusal.isPresent()) {
                return refusal.get().failed() ? "not applied" : "pending";
            }
            return plan.map(Line::stateOfPlan).orElse("waiting");
        }

        private static String stateOfPlan(Run run) {
            return switch (run.state()) {
                case QUEUED -> "waiting";
                case RUNNING -> "planning";
                case SUCCEEDED -> "planned";
                case FAILED, REFUSED -> "failed";
                case CANCELLED -> "cancelled";
                case SUPERSEDED -> "not planned";
            };
        }
    }

    /// As the runs kept them.
    record Papers(String plan, String result) {
        static final Papers NONE = new Papers("", "");
    }

    String link(Run run) {
        return publicUrl + "/runs/" + run.id();
    }

    /// Whether there is anything to comment on; a pull request that touches no environment is left alone.
    boolean isWorthSaying() {
        return !lines.isEmpty()
                || !pull.memory().removed().isEmpty()
                || pull.memory().skipped().isPresent()
                || pull.memory().trouble().isPresent()
                || !pull.memory().notes().isEmpty();
    }
}
