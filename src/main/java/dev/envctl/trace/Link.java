package dev.envctl.trace;

import java.util.List;
import java.util.Optional;

/// One object on the path: what the service calls it, how it is in a few words, and in one sentence what to do where
/// something is to be done. `below` hangs on it.
public record Link(
        Part part, String name, Condition condition, String state, Optional<String> remedy, List<Link> below) {

    public Link {
        below = List.copyOf(below);
    }

    static Link sound(Part part, String name, String state) {
        return of(part, name, Condition.SOUND, state);
    }

    static Link of(Part part, String name, Condition condition, String state) {
        return new Link(part, name, condition, state, Optional.empty(), List.of());
    }

    Link advising(String sentence) {
        return new Link(part, name, condition, state, Optional.of(sentence), below);
    }

    Link over(List<Link> links) {
        return new Link(part, name, condition, state, remedy, links);
    }
}
