package dev.envctl.cli;

import dev.envctl.engine.Drawing;
import dev.envctl.graph.ResourceGraph;
import dev.envctl.report.GraphText;
import dev.envctl.report.Json;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;

/// The resource graph, to be drawn by others.
@CommandLine.Command(name = "graph", description = "Write the graph of resources for Mermaid or Graphviz.")
final class GraphCommand implements Command {

    @Mixin
    private final DirectoriesArgument argument = new DirectoriesArgument();

    @Mixin
    private final SharedOptions shared = new SharedOptions();

    private final Program program;

    GraphCommand(Program program) {
        this.program = program;
    }

    @Override
    public SharedOptions shared() {
        return shared;
    }

    @Override
    public Integer call() {
        Invocation invocation = program.beginDrawing(shared);
        try (Workspace workspace = invocation.workspace()) {
            List<Attempt<ResourceGraph>> attempts = invocation.each(
                    argument.directories, environment -> workspace.engine().check(environment));
            Attempt.values(attempts).forEach(graph -> invocation.console().result(draw(graph)));
            return invocation.tell(attempts).number();
        }
    }

    private String draw(ResourceGraph graph) {
        Drawing drawing = Drawing.of(graph);
        return switch (shared.format) {
            case TEXT, MERMAID -> drawing.mermaid();
            case MARKDOWN -> "```mermaid\n" + drawing.mermaid() + "```\n";
            case DOT -> GraphText.dot(drawing.nodes(), drawing.edges());
            case JSON -> Json.pretty(GraphText.json(drawing.nodes(), drawing.edges()));
        };
    }
}
