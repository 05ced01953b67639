package dev.envctl.kubernetes;

import dev.envctl.problem.Code;
import dev.envctl.provider.ProviderException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.common.FlowStyle;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/// The text of `mapRoles` in `kube-system/aws-auth`: YAML that the cluster's nodes depend on. Entries are added and
/// taken out as text, so that every other entry, its comments and its spelling stay as they are, byte for byte.
final class AwsAuthText {

    /// A role's mapping to a user without groups.
    record Entry(String roleArn, String username) {}

    private AwsAuthText() {}

    static boolean contains(String text, Entry entry) {
        return sequence(text)
                .map(list -> list.getValue().stream().anyMatch(node -> is(node, entry)))
                .orElse(false);
    }

    /// Before → after: `- rolearn: a…` → `- rolearn: a…` and `- rolearn: b…` in the same indentation.
    static String with(String text, Entry entry) {
        if (contains(text, entry)) {
            return text;
        }
        Optional<SequenceNode> present =
                sequence(text).filter(list -> !list.getValue().isEmpty());
        if (present.isEmpty()) {
            return withoutEmptyList(text) + block("", entry);
        }
        SequenceNode list = present.get();
        if (list.getFlowStyle() == FlowStyle.FLOW) {
            int close = text.lastIndexOf(']');
            return text.substring(0, close)
                    + ", {\"rolearn\": \"%s\", \"username\": \"%s\"}".formatted(entry.roleArn(), entry.username())
                    + text.substring(close);
        }
        String line = lines(text).get(start(list).getLine());
        String indentation = line.substring(0, line.indexOf('-'));
        int end = endOf(list, list.getValue().size() - 1, text);
        String before = String.join("", lines(text).subList(0, end));
        String after = String.join("", lines(text).subList(end, lines(text).size()));
        return (before.endsWith("\n") ? before : before + "\n") + block(indentation, entry) + after;
    }

    /// Takes out every copy of an entry.
    static String without(String text, Entry entry) {
        Optional<SequenceNode> list = sequence(text);
        if (list.isEmpty() || !contains(text, entry)) {
            return text;
        }
        if (list.get().getFlowStyle() == FlowStyle.FLOW) {
            return withoutFlow(text, list.get(), entry);
        }
        List<String> kept = new ArrayList<>(lines(text));
        for (int i = list.get().getValue().size() - 1; i >= 0; i--) {
            if (is(list.get().getValue().get(i), entry)) {
                int from = start(list.get().getValue().get(i)).getLine();
                kept.subList(from, endOf(list.get(), i, text)).clear();
            }
        }
        boolean isLast = list.get().getValue().stream().allMatch(node -> is(node, entry));
        return isLast ? String.join("", kept) + "[]\n" : String.join("", kept);
    }

    private static String withoutFlow(String text, SequenceNode list, Entry entry) {
        StringBuilder kept = new StringBuilder(text);
        List<Node> nodes = list.getValue();
        for (int i = nodes.size() - 1; i >= 0; i--) {
            if (is(nodes.get(i), entry)) {
                int from = i > 0 ? index(text, end(nodes.get(i - 1))) : index(text, start(nodes.get(i)));
                int to = i > 0 || nodes.size() == 1
                        ? index(text, end(nodes.get(i)))
                        : index(text, start(nodes.get(i + 1)));
                kept.delete(from, to);
            }
        }
        return kept.toString();
    }

    private static String block(String indentation, Entry entry) {
        return "%1$s- rolearn: %2$s\n%1$s  username: %3$s\n".formatted(indentation, entry.roleArn(), entry.username());
    }

    /// Comments stay, an empty list or null goes.
    private static String withoutEmptyList(String text) {
        return String.join(
                "",
                lines(text).stream()
                        .filter(line -> line.isBlank() || line.stripLeading().startsWith("#"))
                        .map(line -> line.endsWith("\n") ? line : line + "\n")
                        .toList());
    }

    /// The line after an element's last one. Comments and blank lines that follow belong to what comes next.
    private static int endOf(SequenceNode list, int element, String text) {
        List<Node> nodes = list.getValue();
        List<String> lines = lines(text);
        int end = element + 1 < nodes.size() ? start(nodes.get(element + 1)).getLine() : lastLine(end(list), lines);
        while (end > 0 && isBetween(lines.get(end - 1))) {
            end--;
        }
        return end;
    }

    private static int lastLine(Mark mark, List<String> lines) {
        return Math.min(mark.getColumn() == 0 ? mark.getLine() : mark.getLine() + 1, lines.size());
    }

    private static boolean isBetween(String line) {
        return line.isBlank() || line.stripLeading().startsWith("#");
    }

    private static List<String> lines(String text) {
        return text.isEmpty()
                ? List.of()
                : List.of(text.split("(?<=\n)", -1)).stream()
                        .filter(line -> !line.isEmpty())
                        .toList();
    }

    private static Mark start(Node node) {
        return node.getStartMark().orElseThrow();
    }

    private static Mark end(Node node) {
        return node.getEndMark().orElseThrow();
    }

    /// Marks count code points, strings do not.
    private static int index(String text, Mark mark) {
        return text.offsetByCodePoints(0, mark.getIndex());
    }

    private static Optional<SequenceNode> sequence(String text) {
        try {
            Optional<Node> root = new Compose(
                            LoadSettings.builder().setUseMarks(true).build())
                    .composeReader(new WholeCharacters(text));
            return root.flatMap(AwsAuthText::asSequence);
        } catch (YamlEngineException broken) {
            throw unreadable("it is no YAML");
        }
    }

    private static Optional<SequenceNode> asSequence(Node root) {
        return switch (root) {
            case SequenceNode list -> Optional.of(list);
            case ScalarNode nothing
            when nothing.getValue().isEmpty() || nothing.getValue().equals("null") -> Optional.empty();
            default -> throw unreadable("it is no list");
        };
    }

    private static ProviderException unreadable(String why) {
        return ProviderException.of(
                        Code.INVALID_REQUEST,
                        "mapRoles of the ConfigMap kube-system/aws-auth cannot be read: " + why + ".")
                .withHint("Repair it by hand: nodes and people get into the cluster by it.");
    }

    private static boolean is(Node node, Entry entry) {
        return field(node, "rolearn").equals(Optional.of(entry.roleArn()))
                && field(node, "username").equals(Optional.of(entry.username()));
    }

    private static Optional<String> field(Node node, String name) {
        return node instanceof MappingNode mapping
                ? mapping.getValue().stream()
                        .filter(pair -> pair.getKeyNode() instanceof ScalarNode key
                                && key.getValue().equals(name))
                        .map(pair -> pair.getValueNode() instanceof ScalarNode value ? value.getValue() : "")
                        .findFirst()
                : Optional.empty();
    }
}
