package dev.envctl.runner.web.view;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// The resource graph drawn on the server: columns of boxes, what comes first on the left. `sentences` says the same in
/// words.
public record GraphPicture(int width, int height, List<Box> boxes, List<Line> lines, List<String> sentences) {

    private static final int MARGIN = 12;
    private static final int ROW = 56;
    private static final int BOX_HEIGHT = 42;
    private static final int GAP = 64;
    private static final int LETTER = 7;
    private static final int LONGEST = 34;
    /// More than anybody reads in a picture; the words are still there.
    private static final int MOST_BOXES = 400;

    public record Box(int x, int y, int width, int height, String kind, String name, String full, Pill state) {

        public int textX() {
            return x + 12;
        }

        public int kindY() {
            return y + 16;
        }

        public int nameY() {
            return y + 32;
        }

        public int markY() {
            return y + 9;
        }

        public int markHeight() {
            return height - 18;
        }

        public int stateX() {
            return x + width - 10;
        }
    }

    public record Line(String path) {}

    public GraphPicture {
        boxes = List.copyOf(boxes);
        lines = List.copyOf(lines);
        sentences = List.copyOf(sentences);
    }

    public boolean isDrawn() {
        return !boxes.isEmpty();
    }

    public String label() {
        return "Resource graph: " + Words.count(sentences.size(), "resource") + ", "
                + Words.count(lines.size(), "reference") + ". The same in words follows.";
    }

    /// Empty when the text holds no graph.
    static Optional<GraphPicture> of(String mermaid, List<ResourceRow> resources) {
        Graph graph = Graph.read(mermaid);
        if (graph.waitsFor().isEmpty()) {
            return Optional.empty();
        }
        List<String> sentences = sentences(graph);
        if (sentences.size() > MOST_BOXES) {
            return Optional.of(new GraphPicture(0, 0, List.of(), List.of(), sentences));
        }
        Map<String, Box> boxes = boxes(graph, states(resources));
        List<Line> lines = lines(graph, boxes);
        int width = boxes.values().stream()
                .mapToInt(box -> box.x() + box.width())
                .max()
                .orElse(0);
        int height = boxes.values().stream()
                .mapToInt(box -> box.y() + box.height())
                .max()
                .orElse(0);
        return Optional.of(
                new GraphPicture(width + MARGIN, height + MARGIN, List.copyOf(boxes.values()), lines, sentences));
    }

    private static List<String> sentences(Graph graph) {
        return graph.waitsFor().entrySet().stream()
                .map(entry -> entry.getValue().isEmpty()
                        ? entry.getKey() + " waits for nothing"
                        : entry.getKey() + " waits for " + String.join(", ", entry.getValue()))
                .toList();
    }

    /// What matters most of a resource: its sync unless that is well, then its health.
    private static Map<String, Pill> states(List<ResourceRow> resources) {
        Map<String, Pill> states = new LinkedHashMap<>();
        resources.forEach(resource -> states.put(
                resource.address(), resource.sync().tone().equals(Pill.GOOD) ? resource.health() : resource.sync()));
        return states;
    }

    private static Map<String, Box> boxes(Graph graph, Map<String, Pill> states) {
        List<List<String>> layers = graph.layers();
        int tallest = layers.stream().mapToInt(List::size).max().orElse(0);
        Map<String, Box> boxes = new LinkedHashMap<>();
        int x = MARGIN;
        for (List<String> layer : layers) {
            int width = layer.stream().mapToInt(GraphPicture::width).max().orElse(0);
            int y = MARGIN + (tallest - layer.size()) * ROW / 2;
            for (String node : layer) {
                boxes.put(node, box(x, y, width, node, states));
                y += ROW;
            }
            x += width + GAP;
        }
        return boxes;
    }

    private static Box box(int x, int y, int width, String node, Map<String, Pill> states) {
        int slash = node.indexOf('/');
        return new Box(
                x,
                y,
                width,
                BOX_HEIGHT,
                shortened(node.substring(0, Math.max(0, slash))),
                shortened(node.substring(slash + 1)),
                node,
                states.getOrDefault(node, new Pill(Pill.QUIET, "○", "unknown")));
    }

    private static int width(String node) {
        int slash = node.indexOf('/');
        int kind = Math.min(LONGEST, Math.max(0, slash)) + 4;
        int name = Math.min(LONGEST, node.length() - slash - 1);
        return Math.max(110, 26 + LETTER * Math.max(kind, name));
    }

    private static String shortened(String text) {
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST - 1) + "…";
    }

    private static List<Line> lines(Graph graph, Map<String, Box> boxes) {
        List<Line> lines = new ArrayList<>();
        graph.waitsFor()
                .forEach((from, all) -> all.forEach(to -> {
                    Box left = boxes.get(to);
                    Box right = boxes.get(from);
                    if (left != null && right != null) {
                        lines.add(line(left, right));
                    }
                }));
        return lines;
    }

    private static Line line(Box left, Box right) {
        int startX = left.x() + left.width();
        int startY = left.y() + left.height() / 2;
        int endX = right.x();
        int endY = right.y() + right.height() / 2;
        int bend = GAP / 2 + 4;
        return new Line(String.format(
                Locale.ROOT,
                "M%d %dC%d %d %d %d %d %d",
                startX,
                startY,
                startX + bend,
                startY,
                endX - bend,
                endY,
                endX,
                endY));
    }
}
