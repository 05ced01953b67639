package dev.envctl.trace;

import dev.envctl.problem.Problem;
import dev.envctl.provider.ProviderException;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/// What came of looking for one thing. A look that failed is a finding like any other.
public sealed interface Sighting<T> {

    record Seen<T>(T thing) implements Sighting<T> {}

    /// Looked for, and not there.
    record Absent<T>() implements Sighting<T> {}

    /// Nobody could say.
    record Refused<T>(Problem problem) implements Sighting<T> {}

    /// Not looked for, because what leads to it was not seen.
    record Unsought<T>() implements Sighting<T> {}

    static <T> Sighting<T> of(Supplier<Optional<T>> look) {
        try {
            return look.get().<Sighting<T>>map(Seen::new).orElseGet(Absent::new);
        } catch (ProviderException refused) {
            return new Refused<>(refused.problem());
        }
    }

    /// The next look, from what was seen here.
    default <R> Sighting<R> then(Function<T, Sighting<R>> next) {
        return switch (this) {
            case Seen<T>(T thing) -> next.apply(thing);
            case Absent<T> _, Refused<T> _, Unsought<T> _ -> new Unsought<>();
        };
    }

    default Optional<T> seen() {
        return switch (this) {
            case Seen<T>(T thing) -> Optional.of(thing);
            case Absent<T> _, Refused<T> _, Unsought<T> _ -> Optional.empty();
        };
    }
}
