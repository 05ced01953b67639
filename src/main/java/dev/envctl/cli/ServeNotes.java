package dev.envctl.cli;

import dev.envctl.problem.Problem;
import dev.envctl.report.ProblemText;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What the service says of itself on stderr: sentences to a person, events of the log where that is JSON, so that
/// every line stays one. Masked like the log.
final class ServeNotes {

    private static final Logger log = LoggerFactory.getLogger(ServeCommand.class);

    private final Console console;
    private final ServiceLog.Format format;
    private final Redaction redaction;

    ServeNotes(Console console, ServiceLog.Format format, Redaction redaction) {
        this.console = console;
        this.format = format;
        this.redaction = redaction;
    }

    void say(String sentence) {
        switch (format) {
            case TEXT -> console.note(redaction.masked(sentence) + "\n");
            case JSON -> log.info("{}", sentence);
        }
    }

    void problems(List<Problem> problems) {
        switch (format) {
            case TEXT -> console.note(redaction.masked(new ProblemText(console.noteStyle()).render(problems)));
            case JSON ->
                problems.forEach(problem -> log.warn(
                        "{} {}: {}{}",
                        problem.code().id(),
                        problem.summary(),
                        problem.source().map(place -> place.location() + ": ").orElse(""),
                        problem.detail()));
        }
    }
}
