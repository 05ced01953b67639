package dev.envctl.runner.review;

import static java.util.stream.Collectors.toSet;

import dev.envctl.runner.review.Pushes.Push;
import dev.envctl.value.Ordered;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.Set;
import java.util.stream.Stream;

/// What a push to the default branch is made of: one pull request as a rule, several of them after a merge queue or
/// where somebody pushed several merges, commits of none in between. `trouble` says why it could not be found out what
/// they change.
record Landed(Push push, List<Part> parts, Optional<String> trouble) {

    Landed {
        parts = List.copyOf(parts);
    }

    /// The branch went from `start` to `end` by one pull request, or by commits that belong to none.
    record Part(String start, String end, Optional<PullRequestState> pull, Affected.Change change) {

        boolean touches(String directory) {
            return change.changed().contains(directory);
        }

        boolean isOf(PullRequestState other) {
            return pull.filter(own -> own.key().equals(other.key())).isPresent();
        }
    }

    /// Each once, in the order of the last that they brought.
    List<PullRequestState> pulls() {
        return pulls(parts);
    }

    static List<PullRequestState> pulls(List<Part> parts) {
        List<PullRequestState> pulls = new ArrayList<>();
        for (Part part : parts) {
            part.pull().ifPresent(pull -> {
                pulls.removeIf(known -> known.key().equals(pull.key()));
                pulls.add(pull);
            });
        }
        return pulls;
    }

    List<Part> touching(String directory) {
        return parts.stream().filter(part -> part.touches(directory)).toList();
    }

    SequencedSet<String> changed() {
        return Ordered.copyOf(
                parts.stream().flatMap(part -> part.change().changed().stream()).toList());
    }

    /// Whether a plan of this open pull request may be another one now.
    boolean mayTouch(PullRequestState open) {
        Set<String> moved = parts.stream()
                .flatMap(part -> Stream.concat(part.change().changed().stream(), part.change().removed().stream()))
                .collect(toSet());
        boolean isKnown = trouble.isEmpty() && open.memory().trouble().isEmpty();
        return isKnown
                ? open.directories().stream().anyMatch(moved::contains)
                : trouble.isPresent() || !moved.isEmpty();
    }

    /// Those that somebody may expect something of: planned in a pull request, or changed by the push.
    SequencedSet<String> directories() {
        return Ordered.copyOf(
                Stream.concat(pulls().stream().flatMap(pull -> pull.memory().affected().stream()), changed().stream())
                        .toList());
    }

    /// Where the last step of a pull request led.
    String endOf(PullRequestState pull) {
        return parts.reversed().stream()
                .filter(part -> part.isOf(pull))
                .map(Part::end)
                .findFirst()
                .orElse(push.after());
    }
}
