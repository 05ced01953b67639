package dev.envctl.cli;

import dev.envctl.plan.Plan;
import dev.envctl.problem.Code;
import dev.envctl.problem.Problem;
import dev.envctl.problem.ProblemException;
import dev.envctl.report.Words;
import java.util.List;

/// Whether what was planned may be done: by an option, by a digest, or by asking.
final class Approval {

    private final Console console;
    private final ApplyingOptions applying;
    private final boolean isForPrograms;

    Approval(Console console, ApplyingOptions applying, boolean isForPrograms) {
        this.console = console;
        this.applying = applying;
        this.isForPrograms = isForPrograms;
    }

    /// Throws unless the plans are approved. Plans without visible changes need no approval.
    void obtain(List<Plan> plans) {
        applying.digest.ifPresent(digest -> plans.forEach(plan -> checkDigest(plan, digest)));
        List<Plan> changing = plans.stream().filter(plan -> !plan.isEmpty()).toList();
        if (changing.isEmpty() || applying.autoApprove || applying.digest.isPresent()) {
            return;
        }
        if (isForPrograms) {
            throw ApplyingOptions.invalid(
                    "With JSON on stdout nobody can be asked: add --auto-approve or --digest, or apply a saved plan.");
        }
        askForYes(changing);
        changing.stream().filter(Approval::needsItsName).forEach(this::askForName);
    }

    private static void checkDigest(Plan plan, String digest) {
        if (!plan.digest().startsWith(digest)) {
            throw new ProblemException(Problem.of(
                            Code.DIGEST_MISMATCH,
                            "The plan of %s has the digest %s, not the approved %s: what would be done has changed since."
                                    .formatted(plan.target().environment(), Words.shortDigest(plan.digest()), digest))
                    .withHint("Look at the new plan, and approve its digest."));
        }
    }

    /// A protected environment does not lose anything by a habitual yes.
    private static boolean needsItsName(Plan plan) {
        return plan.target().confirmDeletes()
                && plan.changes().stream().anyMatch(change -> change.action().destroys());
    }

    private void askForYes(List<Plan> plans) {
        if (plans.stream().allMatch(Approval::needsItsName)) {
            return;
        }
        boolean destroys = plans.stream().allMatch(plan -> plan.mode() == Plan.Mode.DESTROY);
        String question = destroys
                ? "Do you really want to destroy all of this?\n  There is no undo."
                : "Do you want to perform these actions?\n  envctl will perform the actions described above.";
        String answer = console.ask(
                "\n" + question + "\n  Only 'yes' will be accepted to approve.\n\n  Enter a value: ", otherwise());
        if (!answer.equals("yes")) {
            throw refused("The answer was not 'yes'.");
        }
    }

    private void askForName(Plan plan) {
        String name = plan.target().environment();
        long lost = plan.changes().stream()
                .filter(change -> change.action().destroys())
                .count();
        String answer = console.ask(
                "\n%s will be destroyed in %s, which asks for its name before it loses anything.\n  Only '%s' will be accepted to approve.\n\n  Enter a value: "
                        .formatted(Words.count(lost, "object"), name, name),
                otherwise());
        if (!answer.equals(name)) {
            throw refused("The answer was not '%s'.".formatted(name));
        }
    }

    private static String otherwise() {
        return "Approve beforehand with --auto-approve, with --digest, or by applying a saved plan.";
    }

    private static ProblemException refused(String why) {
        return new ProblemException(Problem.of(Code.NOT_APPROVED, why + " Nothing was changed."));
    }
}
