package dev.envctl.trace;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// Where in its life the endpoint is, which decides what a missing or a present object means.
enum Stage {
    MAKING,
    SERVING,
    ENDING,
    OVER;

    static Stage of(String endpointState) {
        return switch (endpointState) {
            case "CREATING" -> MAKING;
            case "ACTIVE" -> SERVING;
            case "TERMINATING" -> ENDING;
            default -> OVER;
        };
    }

    /// An object by what came of looking for it. `remedy` is for one that should be there and is not; `judged`
    /// looks at one that is there, while that is of interest.
    <T> Link judge(Part part, String name, Sighting<T> sighting, Remedy remedy, Function<T, Link> judged) {
        return switch (sighting) {
            case Sighting.Seen<T>(T thing) -> present(judged.apply(thing));
            case Sighting.Absent<T> _ -> missing(part, name, remedy);
            case Sighting.Unsought<T> _ -> Link.of(part, name, Condition.UNREACHED, "not looked for");
            case Sighting.Refused<T>(var problem) ->
                new Link(part, name, Condition.UNSEEN, problem.detail(), problem.hint(), List.of());
        };
    }

    /// What to do about an object that should be there.
    record Remedy(String sentence) {}

    Link present(Link link) {
        return switch (this) {
            case MAKING, SERVING -> link;
            case ENDING -> Link.of(link.part(), link.name(), Condition.PENDING, "still there");
            case OVER -> Link.of(link.part(), link.name(), Condition.LEFT_BEHIND, "still there");
        };
    }

    private Link missing(Part part, String name, Remedy remedy) {
        return switch (this) {
            case MAKING -> Link.of(part, name, Condition.PENDING, "not there yet");
            case SERVING -> Link.of(part, name, Condition.BROKEN, "missing").advising(remedy.sentence());
            case ENDING, OVER -> Link.of(part, name, Condition.GONE, "gone");
        };
    }

    /// Something that is there and does not work: while the endpoint is being made it may still come to.
    Link faulty(Part part, String name, String state, Optional<String> remedy) {
        if (this == MAKING) {
            return Link.of(part, name, Condition.PENDING, state);
        }
        Link link = Link.of(part, name, Condition.BROKEN, state);
        return remedy.map(link::advising).orElse(link);
    }
}
