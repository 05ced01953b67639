package dev.envctl.cli;

import dev.envctl.plan.Plan;
import dev.envctl.report.EventStream;
import dev.envctl.report.Json;
import dev.envctl.report.PlanJson;
import dev.envctl.report.PlanMarkdown;
import dev.envctl.report.PlanText;
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

    void plans(List<Plan> plans, boolean full) {
        if (invocation.options().json) {
            EventStream stream = stream();
            plans.forEach(plan -> stream.plan(plan).forEach(this::line));
            return;
        }
        PlanText text = new PlanText(invocation.console().style(), full);
        PlanMarkdown markdown = new PlanMarkdown(room(plans.size()));
        show(plans, text::render, markdown::render, plan -> PlanJson.document(plan, invocation.shell().clock().instant()));
    }

    /// What a comment can hold, shared among the environments in it.
    static int room(int results) {
        return PlanMarkdown.COMMENT_LIMIT / Math.max(1, results);
    }

    <T> void show(
            List<T> results, Function<T, String> text, Function<T, String> markdown, Function<T, Value.MapValue> json) {
        if (results.isEmpty()) {
            return;
        }
        Console console = invocation.console();
        switch (invocation.options().format) {
            case TEXT -> console.result(joined(results, text));
            case MARKDOWN -> console.result(joined(results, markdown));
            case JSON -> console.result(Json.pretty(document(results, json)));
            case MERMAID, DOT -> throw new IllegalStateException("nothing to draw; this is a bug in envctl");
        }
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

    private static <T> String joined(List<T> results, Function<T, String> render) {
        return results.stream().map(render).collect(Collectors.joining("\n"));
    }

    private static <T> Value document(List<T> results, Function<T, Value.MapValue> json) {
        if (results.size() == 1) {
            return json.apply(results.getFirst());
        }
        List<Value> documents = results.stream().<Value>map(json).toList();
        return new Value.ListValue(documents);
    }
}
