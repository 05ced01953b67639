package dev.envctl.cli;

import dev.envctl.engine.Engine;
import dev.envctl.report.Json;
import dev.envctl.report.TraceJson;
import dev.envctl.report.TraceMarkdown;
import dev.envctl.report.TraceText;
import dev.envctl.spec.Environment;
import dev.envctl.trace.Trace;
import dev.envctl.trace.TypedName;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Why can nobody attach to this endpoint? The name is one that a person types, so a part of it will do.
@CommandLine.Command(
        name = "trace",
        description = "Follow a managed endpoint to its load balancer, and show where the path is broken.")
final class TraceCommand implements Command {

    @Parameters(
            arity = "1..2",
            paramLabel = "[DIR] ADDRESS",
            hideParamSyntax = true,
            description = "An endpoint's address, its name or a part of it, and the directory to look for it in (by"
                    + " default the current one).")
    private List<String> words = new ArrayList<>();

    @Mixin
    private final SharedOptions shared = new SharedOptions();

    @Option(names = "--detailed-exitcode", description = "Exit with 2 when the path is broken.")
    private boolean detailedExitCode;

    private final Program program;

    TraceCommand(Program program) {
        this.program = program;
    }

    @Override
    public SharedOptions shared() {
        return shared;
    }

    @Override
    public Integer call() {
        Invocation invocation = program.begin(shared);
        try (Workspace workspace = invocation.workspace()) {
            workspace.prepare();
            Trace trace = trace(invocation, workspace.engine());
            ExitCode shown = show(invocation, trace);
            return detailedExitCode && trace.isBroken() ? ExitCode.CHANGES.number() : shown.number();
        }
    }

    private Trace trace(Invocation invocation, Engine engine) {
        String directory = words.size() > 1 ? words.getFirst() : ".";
        List<Environment> environments = invocation.directories(List.of(directory)).stream()
                .map(invocation::load)
                .toList();
        TypedName.Candidate chosen = TypedName.choose(
                words.getLast(),
                environments.stream()
                        .flatMap(environment -> engine.endpoints(environment).stream())
                        .toList());
        Environment home = environments.stream()
                .filter(environment -> environment.settings().directory().equals(chosen.directory()))
                .findFirst()
                .orElseThrow();
        return engine.trace(home, chosen.address());
    }

    private ExitCode show(Invocation invocation, Trace trace) {
        if (shared.json) {
            invocation.console().result(Json.line(TraceJson.document(trace)) + "\n");
            return ExitCode.OK;
        }
        TraceText text = new TraceText(invocation.console().style());
        return new Output(invocation)
                .show(Attempt.all(List.of(trace)), text::render, TraceMarkdown::render, TraceJson::document);
    }
}
