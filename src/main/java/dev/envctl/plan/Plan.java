package dev.envctl.plan;

import dev.envctl.problem.Problem;
import dev.envctl.value.Address;
import dev.envctl.value.Ordered;
import dev.envctl.value.Value;
import java.util.List;
import java.util.SequencedMap;
import java.util.function.Predicate;
import java.util.stream.Stream;

/// The truth about what apply will do. `changes` has every resource of the environment, quiet ones included, in the
/// order in which they are shown (dependency wave, kind, name); `steps` is the execution graph in a stable order;
/// `attributes` are the known attributes that waiting expressions need; `relied` are the live objects the plan was made
/// from and `sought` how they were asked for, so that a saved plan can see whether the world moved. `digest` covers
/// everything that decides what happens, and neither time nor counts.
public record Plan(
        PlanTarget target,
        Mode mode,
        boolean complete,
        List<Change> changes,
        List<Step> steps,
        SequencedMap<Address, Value.MapValue> attributes,
        Reliance reliance,
        List<Problem> warnings,
        Statistics statistics,
        String digest) {

    public enum Mode {
        APPLY,
        DESTROY
    }

    /// What planning cost. Not part of the digest.
    public record Statistics(int resources, long apiCalls, long milliseconds) {}

    public Plan {
        changes = List.copyOf(changes);
        steps = List.copyOf(steps);
        attributes = Ordered.copyOf(attributes);
        warnings = List.copyOf(warnings);
    }

    /// Terraform's counts: a replacement counts once in each of `add` and `destroy`.
    public record Summary(int toImport, int toAdd, int toChange, int toDestroy, int toForget) {}

    public Summary summary() {
        return new Summary(
                count(Change::importing),
                count(change -> change.action().creates()),
                count(change -> change.action() == Action.UPDATE),
                count(change -> change.action().destroys()),
                count(change -> change.action() == Action.FORGET));
    }

    public Plan withDigest(String newDigest) {
        return new Plan(target, mode, complete, changes, steps, attributes, reliance, warnings, statistics, newDigest);
    }

    /// More warnings beside those it has; they decide nothing, so the digest stays.
    Plan withWarnings(List<Problem> more) {
        List<Problem> all = Stream.concat(warnings.stream(), more.stream()).toList();
        return new Plan(target, mode, complete, changes, steps, attributes, reliance, all, statistics, digest);
    }

    public Plan withStatistics(Statistics newStatistics) {
        return new Plan(target, mode, complete, changes, steps, attributes, reliance, warnings, newStatistics, digest);
    }

    /// Nothing to do that a user would see.
    public boolean isEmpty() {
        return changes.stream().allMatch(Change::isQuiet);
    }

    private int count(Predicate<Change> condition) {
        return (int) changes.stream().filter(condition).count();
    }
}
