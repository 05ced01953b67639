package dev.envctl.runner.review;

import static dev.envctl.report.Markdown.code;

import dev.envctl.problem.Suggestion;
import dev.envctl.report.Markdown;
import dev.envctl.report.Words;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.stream.Stream;

/// The environment that somebody means: one of those that are known, by its directory, the last part of it, or the name
/// in its document. What was typed is compared and never used.
final class Naming {

    private Naming() {}

    sealed interface Found {}

    record Known(String directory) implements Found {}

    /// Markdown.
    record Unclear(String text) implements Found {}

    /// `known` are directories with the names in their documents, as far as these are known; else empty texts.
    static Found find(String typed, SequencedMap<String, String> known) {
        String word = typed.endsWith("/") ? typed.substring(0, typed.length() - 1) : typed;
        if (known.containsKey(word)) {
            return new Known(word);
        }
        List<String> matching = known.keySet().stream()
                .filter(directory -> lastPart(directory).equals(word)
                        || known.getOrDefault(directory, "").equals(word))
                .toList();
        return switch (matching.size()) {
            case 0 -> new Unclear(unknown(typed, known));
            case 1 -> new Known(matching.getFirst());
            default ->
                new Unclear(code(Words.id(typed)) + " can be "
                        + String.join(
                                " or ",
                                matching.stream().limit(5).map(Markdown::code).toList())
                        + ".");
        };
    }

    private static String unknown(String typed, SequencedMap<String, String> known) {
        Set<String> words = new LinkedHashSet<>();
        known.forEach((directory, name) -> Stream.of(directory, lastPart(directory), name)
                .filter(word -> !word.isEmpty())
                .forEach(words::add));
        Optional<String> near = Suggestion.nearest(Words.id(typed), words);
        return "There is no environment " + code(Words.id(typed)) + " here."
                + near.map(word -> " Did you mean " + code(word) + "?").orElse("");
    }

    private static String lastPart(String directory) {
        return directory.substring(directory.lastIndexOf('/') + 1);
    }
}
