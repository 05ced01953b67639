package dev.envctl.report;

import dev.envctl.value.Address;
import dev.envctl.value.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// The resource graph for tools that draw.
public final class GraphText {

    /// `from` waits for `to`.
    public record Edge(Address from, Address to) {}

    private GraphText() {}

    public static String mermaid(List<Address> nodes, List<Edge> edges) {
        Map<Address, String> names = new HashMap<>();
        nodes.forEach(node -> names.put(node, "n" + names.size()));
        StringBuilder text = new StringBuilder("flowchart LR\n");
        nodes.forEach(node -> text.append("  %s[\"%s\"]\n".formatted(names.get(node), label(node, "#quot;"))));
        edges.forEach(edge -> text.append("  %s --> %s\n".formatted(names.get(edge.from()), names.get(edge.to()))));
        return text.toString();
    }

    public static String dot(List<Address> nodes, List<Edge> edges) {
        List<String> lines = new ArrayList<>();
        lines.add("digraph {");
        lines.add("  rankdir = \"LR\"");
        lines.add("  node [shape = box]");
        nodes.forEach(node -> lines.add("  \"" + label(node, "\\\"") + "\""));
        edges.forEach(
                edge -> lines.add("  \"" + label(edge.from(), "\\\"") + "\" -> \"" + label(edge.to(), "\\\"") + "\""));
        lines.add("}");
        return lines.stream().collect(Collectors.joining("\n", "", "\n"));
    }

    public static Value.MapValue json(List<Address> nodes, List<Edge> edges) {
        List<Value> names =
                nodes.stream().<Value>map(node -> Value.of(node.toString())).toList();
        List<Value> pairs = edges.stream()
                .<Value>map(edge -> new Document()
                        .put("from", edge.from().toString())
                        .put("to", edge.to().toString())
                        .value())
                .toList();
        return new Document().put("nodes", names).put("edges", pairs).value();
    }

    /// Addresses hold no quotes today; the picture must not break if one ever does.
    private static String label(Address address, String quote) {
        return address.toString().replace("\"", quote);
    }
}
