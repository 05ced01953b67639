package dev.envctl.runner.review;

import static dev.envctl.report.Markdown.code;

import dev.envctl.problem.Suggestion;
import dev.envctl.report.Words;
import dev.envctl.runner.review.Command.Given;
import dev.envctl.runner.review.Command.Mistake;
import dev.envctl.runner.review.Command.Verb;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Reads commands out of a comment: its first lines, each `/envctl VERB [ENVIRONMENT]` and nothing else, up to the
/// first line that is none. So nothing that is quoted, fenced, indented as code or said in passing is a command.
final class Commands {

    static final int MOST = 5;

    private static final String WORD = "/envctl";
    private static final int DEEPEST_INDENT = 3;
    private static final List<String> VERBS =
            Arrays.stream(Verb.values()).map(Verb::word).toList();

    private Commands() {}

    /// At most [#MOST] and, when there are more, a mistake that says so.
    static List<Command> parse(String comment) {
        List<String> lines = comment.lines()
                .dropWhile(String::isBlank)
                .takeWhile(line -> line.isBlank() || isCommand(line))
                .filter(line -> !line.isBlank())
                .limit(MOST + 1)
                .toList();
        List<Command> commands =
                lines.stream().limit(MOST).map(Commands::command).toList();
        if (lines.size() <= MOST) {
            return commands;
        }
        Command more = new Mistake("Only the first " + MOST + " commands of a comment are heard.");
        return Stream.concat(commands.stream(), Stream.of(more)).toList();
    }

    private static boolean isCommand(String line) {
        int indent = line.length() - line.stripLeading().length();
        String text = line.strip();
        return indent <= DEEPEST_INDENT
                && !line.substring(0, indent).contains("\t")
                && (text.equals(WORD) || text.startsWith(WORD + " ") || text.startsWith(WORD + "\t"));
    }

    private static Command command(String line) {
        List<String> words = Arrays.asList(line.strip().split("\\s+"));
        if (words.size() == 1) {
            return new Given(Verb.HELP, Optional.empty());
        }
        Optional<Verb> verb = Arrays.stream(Verb.values())
                .filter(known -> known.word().equals(words.get(1)))
                .findFirst();
        if (verb.isEmpty()) {
            return new Mistake(code(Words.id(words.get(1))) + " is no command."
                    + Suggestion.nearest(Words.id(words.get(1)), VERBS)
                            .map(word -> " Did you mean " + code(word) + "?")
                            .orElse(" There are " + code("plan") + ", " + code("apply") + ", " + code("unlock")
                                    + " and " + code("help") + "."));
        }
        if (words.size() > 3) {
            return new Mistake(code(WORD + " " + verb.get().word()) + " takes one environment at most.");
        }
        return new Given(verb.get(), words.size() == 3 ? Optional.of(words.get(2)) : Optional.empty());
    }
}
