package dev.envctl.runner.web.view;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// The resource graph as a run kept it. `waitsFor` holds for each node those that have to be there before it.
record Graph(Map<String, List<String>> waitsFor) {

    private static final Pattern NODE = Pattern.compile("\\s*(n\\d+)\\[\"(.*)\"]\\s*");
    private static final Pattern EDGE = Pattern.compile("\\s*(n\\d+) --> (n\\d+)\\s*");

    /// Reads what [dev.envctl.report.GraphText#mermaid] writes; other lines are passed over.
    static Graph read(String mermaid) {
        Map<String, String> labels = new LinkedHashMap<>();
        Map<String, List<String>> waitsFor = new LinkedHashMap<>();
        for (String line : mermaid.split("\n", -1)) {
            Matcher node = NODE.matcher(line);
            if (node.matches()) {
                String label = Shown.text(node.group(2).replace("#quot;", "\""));
                labels.put(node.group(1), label);
                waitsFor.putIfAbsent(label, new ArrayList<>());
                continue;
            }
            Matcher edge = EDGE.matcher(line);
            if (edge.matches() && labels.containsKey(edge.group(1)) && labels.containsKey(edge.group(2))) {
                waitsFor.getOrDefault(labels.get(edge.group(1)), new ArrayList<>())
                        .add(labels.getOrDefault(edge.group(2), ""));
            }
        }
        return new Graph(waitsFor);
    }

    /// Columns from what waits for nothing to what waits longest, each ordered so that lines cross seldom.
    List<List<String>> layers() {
        Map<String, Integer> depth = depths();
        int count = depth.values().stream().mapToInt(Integer::intValue).max().orElse(-1) + 1;
        List<List<String>> layers = new ArrayList<>();
        for (int layer = 0; layer < count; layer++) {
            layers.add(new ArrayList<>());
        }
        waitsFor.keySet()
                .forEach(node -> layers.get(depth.getOrDefault(node, 0)).add(node));
        Map<String, Double> place = new LinkedHashMap<>();
        for (List<String> layer : layers) {
            layer.sort(Comparator.comparingDouble(node -> middle(node, place)));
            for (int row = 0; row < layer.size(); row++) {
                place.put(layer.get(row), (row + 0.5) / layer.size());
            }
        }
        return layers;
    }

    /// The longest way down. As many rounds as there are nodes are enough for any graph; one with a cycle, which
    /// the engine does not make, ends there as well.
    private Map<String, Integer> depths() {
        Map<String, Integer> depth = new LinkedHashMap<>();
        waitsFor.keySet().forEach(node -> depth.put(node, 0));
        boolean moved = true;
        for (int round = 0; moved && round < waitsFor.size(); round++) {
            moved = false;
            for (var entry : waitsFor.entrySet()) {
                int deepest = entry.getValue().stream()
                        .mapToInt(to -> depth.getOrDefault(to, 0) + 1)
                        .max()
                        .orElse(0);
                if (deepest > depth.getOrDefault(entry.getKey(), 0)) {
                    depth.put(entry.getKey(), Math.min(deepest, waitsFor.size() - 1));
                    moved = true;
                }
            }
        }
        return depth;
    }

    private double middle(String node, Map<String, Double> place) {
        return waitsFor.getOrDefault(node, List.of()).stream()
                .collect(Collectors.averagingDouble(to -> place.getOrDefault(to, 0.5)));
    }
}
