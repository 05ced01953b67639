package dev.envctl.cli;

import dev.envctl.problem.Code;
import dev.envctl.problem.Problem;
import dev.envctl.problem.ProblemException;
import dev.envctl.report.EventStream;
import dev.envctl.report.Json;
import dev.envctl.report.ProblemJson;
import dev.envctl.report.ProblemText;
import dev.envctl.report.Style;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/// The two streams: results to stdout, everything that accompanies them to stderr. Any thread may write; one call is
/// one piece.
final class Console {

    private final Shell shell;
    private final SharedOptions options;
    private final BufferedReader answers;

    Console(Shell shell, SharedOptions options) {
        this.shell = shell;
        this.options = options;
        this.answers = new BufferedReader(new InputStreamReader(shell.in(), StandardCharsets.UTF_8));
    }

    Style style() {
        return style(shell.terminal().out());
    }

    Style noteStyle() {
        return style(shell.terminal().err());
    }

    void result(String text) {
        print(shell.out(), text);
    }

    void note(String text) {
        print(shell.err(), text);
    }

    /// To a program as part of its document or stream, to a person on stderr.
    void problems(List<Problem> problems) {
        if (options.json) {
            EventStream stream = new EventStream(shell.clock());
            problems.forEach(problem -> result(stream.diagnostic(problem) + "\n"));
        } else if (options.format == SharedOptions.Format.JSON) {
            result(Json.pretty(ProblemJson.document(problems)));
        } else {
            note(new ProblemText(noteStyle()).render(problems));
        }
    }

    /// Lines that move belong on a terminal that a person looks at.
    boolean isLive() {
        return shell.terminal().err() && !isDumb() && !options.plain && !options.isForPrograms();
    }

    int columns() {
        return shell.terminal().columns();
    }

    /// Asks on stderr. `otherwise` is what to do where there is nobody to ask.
    String ask(String question, String otherwise) {
        if (!shell.terminal().in()) {
            throw new ProblemException(
                    Problem.of(Code.NO_TERMINAL, "Nobody can be asked, because standard input is no terminal.")
                            .withHint(otherwise));
        }
        note(question);
        try {
            return Optional.ofNullable(answers.readLine()).orElse("").strip();
        } catch (IOException unreadable) {
            throw new UncheckedIOException("reading the answer", unreadable);
        }
    }

    private Style style(boolean terminal) {
        return new Style(!options.plain && isColoured(terminal), !options.plain);
    }

    private boolean isColoured(boolean terminal) {
        return switch (options.colour) {
            case ALWAYS -> true;
            case NEVER -> false;
            case AUTO -> shell.variable("NO_COLOR").isEmpty() && (isForced() || (terminal && !isDumb()));
        };
    }

    private boolean isForced() {
        return isSet("FORCE_COLOR") || isSet("CLICOLOR_FORCE");
    }

    private boolean isDumb() {
        return shell.variable("TERM").filter("dumb"::equals).isPresent() || isSet("CI");
    }

    private boolean isSet(String name) {
        return shell.variable(name)
                .filter(text -> !text.equals("0") && !text.equals("false"))
                .isPresent();
    }

    private static void print(PrintStream stream, String text) {
        synchronized (stream) {
            stream.print(text);
            stream.flush();
        }
    }
}
