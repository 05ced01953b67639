package dev.envctl.spec;

import dev.envctl.problem.Code;
import dev.envctl.problem.Problem;
import dev.envctl.problem.Problems;
import dev.envctl.value.Value;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.LoadSettingsBuilder;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/// YAML 1.2 text to [Yaml] trees, one per document. The traps of YAML have messages of their own; what comes out holds
/// nothing but maps with distinct text keys, lists, texts, numbers, booleans and nulls.
final class YamlReader {

    /// Enough for any document that a person writes, and far from what a billion laughs need.
    private static final int NODES_FROM_ALIASES = 10_000;

    private static final Set<String> BOOLEANS_OF_YAML_1_1 =
            Set.of("yes", "Yes", "YES", "no", "No", "NO", "on", "On", "ON", "off", "Off", "OFF");
    private static final Pattern RADIX = Pattern.compile("0([xo])([0-9a-fA-F]+)");

    private final YamlFile file;
    private final Problems problems;
    private final Set<Node> open = Collections.newSetFromMap(new IdentityHashMap<>());
    private final Set<Node> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    private int fromAliases;
    private boolean exploded;

    private YamlReader(YamlFile file, Problems problems) {
        this.file = file;
        this.problems = problems;
    }

    static List<Yaml> read(YamlFile file, Problems problems) {
        return new YamlReader(file, problems).documents();
    }

    /// The text is read in one piece: between two, the library loses the second half of a character that is stored
    /// in two, such as an emoji, and stops.
    static LoadSettingsBuilder settings(String text) {
        return LoadSettings.builder().setBufferSize(text.length() + 1);
    }

    private List<Yaml> documents() {
        LoadSettings settings = settings(file.text())
                .setSchema(new CoreSchema())
                .setAllowDuplicateKeys(true)
                .setAllowNonScalarKeys(true)
                .setMaxAliasesForCollections(Integer.MAX_VALUE)
                .setLabel(file.name())
                .build();
        List<Yaml> documents = new ArrayList<>();
        try {
            for (Node node : new Compose(settings).composeAllFromString(file.text())) {
                documents.add(convert(node));
            }
        } catch (MarkedYamlEngineException broken) {
            problems.add(syntax(broken));
        } catch (YamlEngineException broken) {
            problems.add(unreadable(broken));
        }
        return exploded ? List.of() : documents;
    }

    private Problem syntax(MarkedYamlEngineException broken) {
        Mark mark = broken.getProblemMark().or(broken::getContextMark).orElseThrow(() -> broken);
        String what = String.valueOf(broken.getProblem());
        String line = file.line(mark.getLine());
        var place = file.at(mark.getLine(), mark.getColumn(), 1);
        if (what.contains("\\t(TAB)")
                || line.substring(0, line.length() - line.stripLeading().length())
                        .contains("\t")) {
            return Problem.of(Code.TAB_INDENTATION, "YAML indents with spaces, and this line starts with a tab.")
                    .at(place);
        }
        Problem problem = Problem.of(Code.INVALID_YAML, sentence(what.replaceFirst(" \\(Do not use .*", "")))
                .at(place);
        if (line.contains("${")) {
            return problem.withHint(
                    "An expression that holds \": \" or \" #\", or stands inside { } or [ ], must be in quotes.");
        }
        return unclosed(broken, mark).map(problem::withHint).orElse(problem);
    }

    /// A bracket that is never closed is noticed where the next thing does not fit, often lines further down.
    private static Optional<String> unclosed(MarkedYamlEngineException broken, Mark noticed) {
        String context = String.valueOf(broken.getContext());
        if (!context.contains("flow mapping") && !context.contains("flow sequence")) {
            return Optional.empty();
        }
        return broken.getContextMark()
                .filter(begin -> begin.getLine() != noticed.getLine())
                .map(begin -> "The \"%s\" in line %d, column %d is not closed."
                        .formatted(
                                context.contains("mapping") ? "{" : "[", begin.getLine() + 1, begin.getColumn() + 1));
    }

    private Problem unreadable(YamlEngineException broken) {
        for (int i = 0; i < file.lines().size(); i++) {
            int column = firstControlCharacter(file.line(i));
            if (column >= 0) {
                return Problem.of(Code.INVALID_YAML, "The character U+%04X does not belong in YAML.".formatted((int)
                                        file.line(i).charAt(column)))
                        .at(file.at(i, column, 1));
            }
        }
        return Problem.of(Code.INVALID_YAML, sentence(String.valueOf(broken.getMessage())))
                .at(file.at(0, 0, 1));
    }

    private static int firstControlCharacter(String line) {
        for (int i = 0; i < line.length(); i++) {
            if (Character.isISOControl(line.charAt(i)) && line.charAt(i) != '\t') {
                return i;
            }
        }
        return -1;
    }

    private static String sentence(String text) {
        String stripped = text.strip().replaceFirst("\\.$", "");
        return stripped.isEmpty()
                ? "This is not YAML."
                : Character.toUpperCase(stripped.charAt(0)) + stripped.substring(1) + ".";
    }

    private Yaml convert(Node node) {
        Yaml.Span span = span(node);
        if (!open.add(node)) {
            exploded = true;
            return refuse(span, Code.ALIASES_EXPLODE, "This alias leads into the node that holds it.");
        }
        if (!seen.add(node)) {
            fromAliases++;
        }
        try {
            return fromAliases > NODES_FROM_ALIASES ? explode(span) : inside(node, span);
        } finally {
            open.remove(node);
        }
    }

    private Yaml explode(Yaml.Span span) {
        if (!exploded) {
            exploded = true;
            return refuse(
                    span,
                    Code.ALIASES_EXPLODE,
                    "The aliases of this file stand for more than %d nodes.".formatted(NODES_FROM_ALIASES));
        }
        return new Yaml.Scalar(Value.NULL, span);
    }

    private Yaml inside(Node node, Yaml.Span span) {
        return switch (node) {
            case MappingNode mapping -> mapping(mapping, span);
            case SequenceNode sequence ->
                new Yaml.Sequence(
                        sequence.getValue().stream().map(this::convert).toList(), span);
            case ScalarNode scalar -> new Yaml.Scalar(scalar(scalar, span), span);
            default -> refuse(span, Code.INVALID_YAML, "This is neither a map, nor a list, nor a single value.");
        };
    }

    private Yaml mapping(MappingNode node, Yaml.Span span) {
        SequencedMap<String, Yaml.Entry> entries = new LinkedHashMap<>();
        for (NodeTuple tuple : node.getValue()) {
            Yaml.Span keySpan = span(tuple.getKeyNode());
            Optional<String> key = key(tuple.getKeyNode(), keySpan);
            Yaml value = convert(tuple.getValueNode());
            if (key.isPresent() && entries.containsKey(key.get())) {
                refuse(
                        keySpan,
                        Code.DUPLICATE_KEY,
                        "The key \"%s\" stands in this map already, in line %d: keep one of the two."
                                .formatted(
                                        key.get(), entries.get(key.get()).key().line() + 1));
            } else {
                key.ifPresent(name -> entries.put(name, new Yaml.Entry(keySpan, value)));
            }
        }
        return new Yaml.Mapping(entries, span);
    }

    /// A key is the text that was written, whatever type YAML would give it: `8080:` is the key "8080".
    private Optional<String> key(Node node, Yaml.Span span) {
        if (!(node instanceof ScalarNode scalar)) {
            refuse(span, Code.INVALID_YAML, "A key must be a single value.");
            return Optional.empty();
        }
        if (scalar.getValue().equals("<<") && scalar.getScalarStyle() == ScalarStyle.PLAIN) {
            refuse(span, Code.INVALID_YAML, "YAML 1.2 has no merge key \"<<\". Write the fields out.");
            return Optional.empty();
        }
        return Optional.of(scalar.getValue());
    }

    private Value scalar(ScalarNode node, Yaml.Span span) {
        String text = node.getValue();
        Tag tag = node.getTag();
        if (node.getScalarStyle() == ScalarStyle.PLAIN && BOOLEANS_OF_YAML_1_1.contains(text)) {
            boolean yes = Set.of("yes", "on").contains(text.toLowerCase(java.util.Locale.ROOT));
            refuse(
                    span,
                    Code.AMBIGUOUS_BOOLEAN,
                    "Some YAML parsers read %s as a boolean and some as text. Write %s for the boolean or \"%s\" for the text."
                            .formatted(text, yes, text));
            return Value.UNKNOWN;
        }
        if (tag.equals(Tag.STR)) {
            return Value.of(text);
        }
        if (tag.equals(Tag.NULL)) {
            return Value.NULL;
        }
        if (tag.equals(Tag.BOOL)) {
            return Value.of(Boolean.parseBoolean(text));
        }
        return number(tag, text, span);
    }

    private Value number(Tag tag, String text, Yaml.Span span) {
        boolean number = tag.equals(Tag.INT) || tag.equals(Tag.FLOAT);
        if (!number) {
            refuse(span, Code.INVALID_YAML, "Tags such as %s have no meaning here.".formatted(tag));
            return Value.UNKNOWN;
        }
        var radix = RADIX.matcher(text);
        try {
            return new Value.Number(
                    radix.matches()
                            ? new BigDecimal(new BigInteger(
                                    radix.group(2), radix.group(1).equals("x") ? 16 : 8))
                            : new BigDecimal(text));
        } catch (NumberFormatException _) {
            refuse(span, Code.INVALID_YAML, "\"%s\" is not a number that can be used here.".formatted(text));
            return Value.UNKNOWN;
        }
    }

    private Yaml refuse(Yaml.Span span, Code code, String detail) {
        problems.add(Problem.of(code, detail).at(span.source()));
        return new Yaml.Scalar(Value.UNKNOWN, span);
    }

    private Yaml.Span span(Node node) {
        Mark start = node.getStartMark().orElseThrow();
        Mark end = node.getEndMark().orElse(start);
        return new Yaml.Span(file, start.getLine(), start.getColumn(), end.getLine(), end.getColumn());
    }
}
