package dev.envctl.report;

import dev.envctl.apply.ApplyResult;
import dev.envctl.apply.Outcome;
import dev.envctl.plan.Plan;
import dev.envctl.plan.StepId;
import dev.envctl.problem.Problem;
import dev.envctl.problem.Source;
import dev.envctl.value.Address;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/// The end of an apply for a person. When it stopped: why, then what was done, what was not, and the command to run
/// next.
public final class ApplyText {

    private final Style style;

    public ApplyText(Style style) {
        this.style = style;
    }

    /// `command` continues the work when it was not completed: on a terminal, or in a comment where it begins with
    /// a slash.
    public String render(ApplyResult result, String command) {
        if (result.isComplete()) {
            return style.bold(style.green(summary(result))) + "\n";
        }
        List<String> parts = new ArrayList<>();
        List<Problem> problems = problems(result);
        if (!problems.isEmpty()) {
            parts.add(new ProblemText(style).render(problems));
        }
        parts.add(balance(result, "Done:", Outcome.Done.class::isInstance));
        parts.add(balance(result, "Failed:", Outcome.Failed.class::isInstance));
        parts.add(balance(result, "Not done:", ApplyText::hasNotBegun));
        parts.add(style.bold(style.red(summary(result))) + "\n");
        parts.add(continuation(command) + "\n\n    " + command + "\n");
        return parts.stream().filter(part -> !part.isEmpty()).collect(Collectors.joining("\n"));
    }

    static String continuation(String command) {
        return "What was done stays done. To continue, " + (command.startsWith("/") ? "comment:" : "run:");
    }

    /// Failures name their resource, because the problem of a service often does not.
    public static List<Problem> problems(ApplyResult result) {
        List<Problem> problems = new ArrayList<>();
        for (Outcome outcome : result.outcomes()) {
            if (outcome instanceof Outcome.Failed failed) {
                problems.add(placed(failed, result.plan()));
            }
        }
        problems.addAll(result.problems());
        return problems;
    }

    private static Problem placed(Outcome.Failed failed, Plan plan) {
        Problem problem = failed.problem();
        Address address = failed.step().id().address();
        boolean names = problem.detail().contains(address.toString());
        String detail = names ? problem.detail() : address + ": " + problem.detail();
        Optional<Source> document = plan.changes().stream()
                .filter(change -> change.address().equals(address))
                .flatMap(change -> change.source().stream())
                .findFirst();
        return new Problem(problem.code(), detail, problem.source().or(() -> document), problem.hint());
    }

    /// Terraform's words to the letter; for an apply that stopped, our own.
    public static String summary(ApplyResult result) {
        if (!result.isComplete()) {
            long steps = result.outcomes().stream().filter(ApplyText::isShown).count();
            long done = result.outcomes().stream()
                    .filter(ApplyText::isShown)
                    .filter(Outcome.Done.class::isInstance)
                    .count();
            String word = (result.plan().mode() == Plan.Mode.DESTROY ? "Destroy" : "Apply")
                    + (result.interrupted() ? " interrupted" : " incomplete");
            return "%s! Steps: %d of %d done, %d added, %d changed, %d destroyed."
                    .formatted(word, done, steps, result.added(), result.changed(), result.destroyed());
        }
        if (result.plan().mode() == Plan.Mode.DESTROY) {
            return "Destroy complete! Resources: %d destroyed.".formatted(result.destroyed());
        }
        long imported = imported(result);
        return "Apply complete! Resources: %s%d added, %d changed, %d destroyed."
                .formatted(
                        imported > 0 ? imported + " imported, " : "",
                        result.added(),
                        result.changed(),
                        result.destroyed());
    }

    /// Adopted objects whose step was done.
    static long imported(ApplyResult result) {
        return result.plan().changes().stream()
                .filter(change -> change.importing()
                        && result.outcomes().stream()
                                .anyMatch(outcome -> outcome instanceof Outcome.Done
                                        && outcome.step().id().address().equals(change.address())))
                .count();
    }

    private static boolean hasNotBegun(Outcome outcome) {
        return outcome instanceof Outcome.Skipped || outcome instanceof Outcome.NotStarted;
    }

    private String balance(ApplyResult result, String title, Predicate<Outcome> condition) {
        String lines = result.outcomes().stream()
                .filter(ApplyText::isShown)
                .filter(condition)
                .map(this::line)
                .collect(Collectors.joining());
        return lines.isEmpty() ? "" : style.bold(title) + "\n" + lines;
    }

    private String line(Outcome outcome) {
        StepId id = outcome.step().id();
        return "  " + Tense.symbol(id.verb()) + " " + id.address() + style.dim(" (" + word(outcome) + ")") + "\n";
    }

    static String word(Outcome outcome) {
        Tense tense = Tense.of(outcome.step());
        return switch (outcome) {
            case Outcome.Done done -> tense.done() + " in " + Words.duration(done.elapsed());
            case Outcome.Failed failed -> "not " + tense.done() + ", after " + Words.duration(failed.elapsed());
            case Outcome.Skipped skipped -> "waits for " + skipped.because().address();
            case Outcome.NotStarted _ -> "not started";
        };
    }

    static boolean isShown(Outcome outcome) {
        return !outcome.step().quiet() || outcome instanceof Outcome.Failed;
    }
}
