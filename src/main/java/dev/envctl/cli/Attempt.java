package dev.envctl.cli;

import dev.envctl.problem.Problem;
import dev.envctl.problem.ProblemException;
import dev.envctl.provider.ProviderException;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/// What became of one environment among several: one that cannot be planned does not keep the others from being shown.
sealed interface Attempt<T> {

    record Succeeded<T>(T value) implements Attempt<T> {}

    record Failed<T>(List<Problem> problems) implements Attempt<T> {}

    static <T> Attempt<T> of(Supplier<T> work) {
        try {
            return new Succeeded<>(work.get());
        } catch (ProblemException found) {
            return new Failed<>(found.problems());
        } catch (ProviderException refused) {
            return new Failed<>(List.of(refused.problem()));
        }
    }

    /// What comes next, where it went well so far.
    default <U> Attempt<U> then(Function<T, U> next) {
        return switch (this) {
            case Succeeded<T>(T value) -> of(() -> next.apply(value));
            case Failed<T>(List<Problem> problems) -> new Failed<>(problems);
        };
    }

    /// The same, with more said about each problem.
    default Attempt<T> explained(UnaryOperator<Problem> more) {
        return switch (this) {
            case Succeeded<T> fine -> fine;
            case Failed<T>(List<Problem> problems) ->
                new Failed<>(problems.stream().map(more).toList());
        };
    }

    static <T> List<Attempt<T>> all(List<T> values) {
        return values.stream().<Attempt<T>>map(Succeeded::new).toList();
    }

    static <T> List<T> values(List<Attempt<T>> attempts) {
        return attempts.stream()
                .flatMap(attempt -> switch (attempt) {
                    case Succeeded<T>(T value) -> Stream.of(value);
                    case Failed<T> _ -> Stream.<T>empty();
                })
                .toList();
    }

    static <T> List<Problem> problems(List<Attempt<T>> attempts) {
        return attempts.stream()
                .flatMap(attempt -> switch (attempt) {
                    case Succeeded<T> _ -> Stream.<Problem>empty();
                    case Failed<T>(List<Problem> problems) -> problems.stream();
                })
                .toList();
    }
}
