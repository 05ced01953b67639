package dev.envctl.engine;

import dev.envctl.graph.ResourceGraph;
import dev.envctl.report.GraphText;
import dev.envctl.spec.Resource;
import dev.envctl.value.Address;
import java.util.ArrayList;
import java.util.List;

/// A resource graph as [GraphText] takes it.
public record Drawing(List<Address> nodes, List<GraphText.Edge> edges) {

    public Drawing {
        nodes = List.copyOf(nodes);
        edges = List.copyOf(edges);
    }

    public static Drawing of(ResourceGraph graph) {
        List<Address> nodes = graph.order().stream().map(Resource::address).toList();
        List<GraphText.Edge> edges = new ArrayList<>();
        nodes.forEach(node ->
                graph.dependenciesOf(node).forEach(dependency -> edges.add(new GraphText.Edge(node, dependency))));
        return new Drawing(nodes, edges);
    }

    public String mermaid() {
        return GraphText.mermaid(nodes, edges);
    }
}
