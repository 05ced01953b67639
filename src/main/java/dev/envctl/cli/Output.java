package dev.envctl.cli;

import dev.envctl.plan.Plan;
import dev.envctl.problem.Problem;
import dev.envctl.report.EventStream;
import dev.envctl.report.Json;
import dev.envctl.report.PlanJson;
import dev.envctl.report.PlanMarkdown;
import dev.envctl.report.PlanText;
import dev.envctl.report.ProblemJson;
import dev.envctl.value.Value;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/// Results in the format that was asked for, one after the other. As JSON, one result is an object and several are an
/// array.
final class Output {

    private final Invocation invocation;

    Output(Invocation invocation) {
        this.invocation = invocation;
    }

    ExitCode plans(List<Attempt<Plan>> attempts, boolean full) {
        if (invocation.options().json) {
            EventStream stream = stream();
            Attempt.values(attempts).forEach(plan -> stream.plan(plan).forEach(this::line));
            return invocation.tell(attempts);
        }
        PlanText text = new PlanText(invocation.console().style(), full);
        PlanMarkdown markdown = new PlanMarkdown(room(attempts.size()));
        return show(
                attempts,
                text::render,
                markdown::render,
                plan -> PlanJson.document(plan, invocation.shell().clock().instant()));
    }

    /// What a comment can hold, shared among the environments in it.
    static int room(int results) {
        return PlanMarkdown.COMMENT_LIMIT / Math.max(1, results);
    }

    /// Shows what succeeded, and tells of what did not. In JSON the two are one document.
    <T> ExitCode show(
            List<Attempt<T>> attempts,
            Function<T, String> text,
            Function<T, String> markdown,
            Function<T, Value.MapValue> json) {
        Console console = invocation.console();
        switch (invocation.options().format) {
            case TEXT -> console.result(joined(attempts, text));
            case MARKDOWN -> console.result(joined(attempts, markdown));
            case JSON -> {
                console.result(Json.pretty(document(attempts, json)));
                return ExitCode.of(Attempt.problems(attempts));
            }
            case MERMAID, DOT -> throw new IllegalStateException("nothing to draw; this is a bug in envctl");
        }
        return invocation.tell(attempts);
    }

    EventStream stream() {
        return new EventStream(invocation.shell().clock());
    }

    /// Comes before anything else in the stream.
    void version() {
        if (invocation.options().json) {
            line(stream().version(Version.text()));
        }
    }

    void line(String event) {
        invocation.console().result(event + "\n");
    }

    private static <T> String joined(List<Attempt<T>> attempts, Function<T, String> render) {
        return Attempt.values(attempts).stream().map(render).collect(Collectors.joining("\n"));
    }

    private static <T> Value document(List<Attempt<T>> attempts, Function<T, Value.MapValue> json) {
        List<Value> documents = attempts.stream()
                .<Value>map(attempt -> switch (attempt) {
                    case Attempt.Succeeded<T>(T value) -> json.apply(value);
                    case Attempt.Failed<T>(List<Problem> problems) -> ProblemJson.document(problems);
                })
                .toList();
        return documents.size() == 1 ? documents.getFirst() : new Value.ListValue(documents);
    }
}
