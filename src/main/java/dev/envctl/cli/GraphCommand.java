package dev.envctl.cli;

import dev.envctl.graph.ResourceGraph;
import dev.envctl.report.GraphText;
import dev.envctl.report.Json;
import dev.envctl.spec.Resource;
import dev.envctl.value.Address;
import java.util.ArrayList;
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
        List<Address> nodes = graph.order().stream().map(Resource::address).toList();
        List<GraphText.Edge> edges = new ArrayList<>();
        nodes.forEach(node ->
                graph.dependenciesOf(node).forEach(dependency -> edges.add(new GraphText.Edge(node, dependency))));
        return switch (shared.format) {
            case TEXT, MERMAID -> GraphText.mermaid(nodes, edges);
            case MARKDOWN -> "```mermaid\n" + GraphText.mermaid(nodes, edges) + "```\n";
            case DOT -> GraphText.dot(nodes, edges);
            case JSON -> Json.pretty(GraphText.json(nodes, edges));
        };
    }
}
