package dev.envctl.plan.preflight;

import java.util.Optional;

/// What a field refers to.
sealed interface Target {

    /// A resource of the environment, looked up or managed.
    record Here(Item resource) implements Target {}

    /// Something that the environment does not name, by its id.
    record Elsewhere(String id) implements Target {}

    default boolean is(Item other) {
        return item().filter(item -> item.address().equals(other.address())).isPresent();
    }

    default Optional<Item> item() {
        return switch (this) {
            case Here here -> Optional.of(here.resource());
            case Elsewhere _ -> Optional.empty();
        };
    }

    /// The same for the same thing.
    default String identity() {
        return switch (this) {
            case Here here -> here.resource().address().toString();
            case Elsewhere(String id) -> id;
        };
    }
}
