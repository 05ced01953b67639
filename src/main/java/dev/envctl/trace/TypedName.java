package dev.envctl.trace;

import dev.envctl.problem.Code;
import dev.envctl.problem.Problem;
import dev.envctl.problem.ProblemException;
import dev.envctl.problem.Suggestion;
import dev.envctl.value.Address;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Which endpoint somebody means by what they typed: an address, a name, or a part that only one has.
public final class TypedName {

    /// An endpoint that can be traced. `name` is its own beside the document's, where it is known without looking.
    public record Candidate(String directory, Address address, Optional<String> name) {

        private Stream<String> spellings() {
            return Stream.concat(Stream.of(address.toString(), withoutKind(), address.name()), name.stream());
        }

        /// `studio.ManagedEndpoint/pyspark` → `studio.pyspark`, as people say it.
        private String withoutKind() {
            return address.toString().replace(address.kind() + "/", "");
        }
    }

    private TypedName() {}

    /// Exact before in part; with or without capitals.
    public static Candidate choose(String typed, List<Candidate> candidates) {
        String wanted = typed.toLowerCase(Locale.ROOT);
        return only(typed, candidates, spelling -> spelling.equals(typed))
                .or(() -> only(typed, candidates, spelling -> lower(spelling).equals(wanted)))
                .or(() -> only(typed, candidates, spelling -> isPart(wanted, lower(spelling))))
                .orElseThrow(() -> new ProblemException(unknown(typed, candidates)));
    }

    /// The kind in an address is no part of a name, unless it was typed.
    private static boolean isPart(String wanted, String spelling) {
        return spelling.contains(wanted) && spelling.contains("/") == wanted.contains("/");
    }

    private static String lower(String text) {
        return text.toLowerCase(Locale.ROOT);
    }

    private static Optional<Candidate> only(String typed, List<Candidate> candidates, Predicate<String> condition) {
        List<Candidate> matching = candidates.stream()
                .filter(candidate -> candidate.spellings().anyMatch(condition))
                .toList();
        if (matching.size() > 1) {
            throw new ProblemException(Problem.of(
                            Code.AMBIGUOUS_ADDRESS,
                            "\"%s\" can be any of %d endpoints:%s".formatted(typed, matching.size(), listed(matching)))
                    .withHint("Type more of the one that is meant, and its directory if there are several."));
        }
        return matching.stream().findFirst();
    }

    private static Problem unknown(String typed, List<Candidate> candidates) {
        if (candidates.isEmpty()) {
            return Problem.of(Code.UNKNOWN_ADDRESS, "There is no ManagedEndpoint to trace.");
        }
        List<String> spellings =
                candidates.stream().flatMap(Candidate::spellings).toList();
        return Problem.of(
                        Code.UNKNOWN_ADDRESS,
                        "No managed endpoint is called \"%s\".%s"
                                .formatted(typed, Suggestion.question(typed, spellings)))
                .withHint("There are:" + listed(candidates));
    }

    private static String listed(List<Candidate> candidates) {
        return candidates.stream()
                .map(candidate -> "\n    %s %s".formatted(candidate.directory(), candidate.address()))
                .collect(Collectors.joining());
    }
}
