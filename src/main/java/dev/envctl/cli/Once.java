package dev.envctl.cli;

import java.util.Optional;
import java.util.function.Supplier;

/// Makes a thing when it is first asked for, and never twice, whoever asks.
final class Once<T> implements Supplier<T> {

    private final Supplier<T> make;
    private Optional<T> made = Optional.empty();

    Once(Supplier<T> make) {
        this.make = make;
    }

    @Override
    public synchronized T get() {
        if (made.isEmpty()) {
            made = Optional.of(make.get());
        }
        return made.orElseThrow();
    }
}
