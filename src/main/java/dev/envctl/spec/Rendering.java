package dev.envctl.spec;

import dev.envctl.expression.Binding;
import dev.envctl.expression.Expression;
import dev.envctl.expression.NamePath;
import dev.envctl.expression.ParsedExpression;
import dev.envctl.expression.Template;
import dev.envctl.problem.Source;
import dev.envctl.value.FieldPath;
import dev.envctl.value.Value;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// An environment as the documents that remain after modules, loops and inputs: YAML that a person reads, with every
/// default written out. What is known only later stays an expression, with full addresses in it.
public final class Rendering {

    /// Words that YAML reads as something other than text, numbers of every spelling, and starts that mean
    /// something.
    private static final Pattern NEEDS_QUOTES = Pattern.compile(
            "(?i)|~|null|true|false|yes|no|on|off|[-+]?(\\d|\\.\\d|\\.inf|\\.nan).*|[\\s\\-?:,\\[\\]{}#&*!|>'\"%@`].*|.*\\s|.*:|(?s).*(:"
                + " | #|[\\x00-\\x1f]).*");

    private final boolean explain;
    private final StringBuilder text = new StringBuilder();

    private Rendering(boolean explain) {
        this.explain = explain;
    }

    /// With `explain`, every value says in a comment where it was written.
    public static String yaml(Environment environment, boolean explain) {
        Rendering rendering = new Rendering(explain);
        for (Resource resource : environment.resources()) {
            rendering.resource(resource);
        }
        return rendering.text.toString();
    }

    private void resource(Resource resource) {
        text.append(text.isEmpty() ? "" : "---\n");
        text.append("# ").append(resource.address()).append('\n');
        text.append("apiVersion: ").append(DocumentReader.API_VERSION).append('\n');
        text.append("kind: ").append(resource.address().kind()).append('\n');
        text.append("metadata:\n  name: ").append(resource.address().name());
        note(Optional.of(resource.source()));
        text.append(resource.mode() == Resource.Mode.MANAGED ? "spec:" : "external:");
        value(resource.body(), FieldPath.ROOT, resource, 1);
        lifecycle(resource.lifecycle());
        addresses(
                "previousNames",
                resource.previousAddresses().stream().map(Object::toString).toList());
        addresses(
                "dependsOn", resource.dependsOn().stream().map(Object::toString).toList());
    }

    private void lifecycle(Lifecycle lifecycle) {
        if (lifecycle.equals(Lifecycle.DEFAULT)) {
            return;
        }
        text.append("lifecycle:\n");
        line(lifecycle.protect(), "protect: true");
        lifecycle.createBeforeDestroy().ifPresent(first -> line(true, "createBeforeDestroy: " + first));
        line(
                !lifecycle.ignoreChanges().isEmpty(),
                "ignoreChanges: "
                        + lifecycle.ignoreChanges().stream()
                                .map(path -> scalar(path.pointer()))
                                .collect(Collectors.joining(", ", "[", "]")));
        line(lifecycle.onDelete() == Lifecycle.OnDelete.RETAIN, "onDelete: retain");
        line(lifecycle.adopt(), "adopt: true");
    }

    private void line(boolean wanted, String line) {
        text.append(wanted ? "  " + line + "\n" : "");
    }

    private void addresses(String field, List<String> addresses) {
        if (!addresses.isEmpty()) {
            text.append(field).append(":\n");
            addresses.forEach(
                    address -> text.append("  - ").append(scalar(address)).append('\n'));
        }
    }

    // ---- values

    /// Written behind a key or a dash, without the space before it.
    private void value(Value value, FieldPath path, Resource resource, int depth) {
        Template template = resource.expressions().get(path);
        if (template != null) {
            plain(expression(template), path, resource);
            return;
        }
        switch (value) {
            case Value.MapValue map
            when !map.isEmpty() -> {
                // the first key of a list's element stands behind the dash
                boolean behindDash = text.charAt(text.length() - 1) == '-';
                text.append(behindDash ? " " : "\n");
                for (var entry : map.entries().entrySet()) {
                    boolean first = behindDash
                            && entry.getKey().equals(map.entries().firstEntry().getKey());
                    text.append(first ? "" : "  ".repeat(depth))
                            .append(scalar(entry.getKey()))
                            .append(':');
                    value(entry.getValue(), path.key(entry.getKey()), resource, depth + 1);
                }
            }
            case Value.ListValue list
            when !list.elements().isEmpty() -> {
                text.append('\n');
                for (int i = 0; i < list.elements().size(); i++) {
                    text.append("  ".repeat(depth)).append('-');
                    value(list.elements().get(i), path.index(i), resource, depth + 1);
                }
            }
            case Value.Text(String content) -> plain(content.replace("${", "$${"), path, resource);
            case Value.MapValue _ -> raw("{}", path, resource);
            case Value.ListValue _ -> raw("[]", path, resource);
            case Value.Number(BigDecimal amount) -> raw(amount.toPlainString(), path, resource);
            case Value.Flag(boolean isTrue) -> raw(String.valueOf(isTrue), path, resource);
            case Value.Null _ -> raw("null", path, resource);
            case Value.Unknown _ -> raw("null", path, resource);
            case Value.Secret secret -> plain("${secret(\"" + secret.reference() + "\")}", path, resource);
        }
    }

    private void plain(String content, FieldPath path, Resource resource) {
        raw(scalar(content), path, resource);
    }

    private void raw(String content, FieldPath path, Resource resource) {
        text.append(' ').append(content);
        boolean written = resource.positions().containsKey(path)
                || resource.positions().keySet().stream()
                        .anyMatch(place -> explain && path.startsWith(place) && isScalar(resource, place));
        note(written ? Optional.of(resource.positionOf(path)) : Optional.empty(), explain && !written ? "default" : "");
    }

    /// A place whose value came as a whole from elsewhere: `${input.tags}`.
    private static boolean isScalar(Resource resource, FieldPath place) {
        return resource.positions().keySet().stream()
                .noneMatch(other -> !other.equals(place) && other.startsWith(place));
    }

    private void note(Optional<Source> source) {
        note(source, "");
    }

    private void note(Optional<Source> source, String otherwise) {
        String where = source.map(place -> place.file() + ":" + place.line()).orElse(otherwise);
        text.append(explain && !where.isEmpty() ? "  # " + where : "").append('\n');
    }

    private static String scalar(String content) {
        if (!NEEDS_QUOTES.matcher(content).matches()) {
            return content;
        }
        StringBuilder quoted = new StringBuilder("\"");
        for (int i = 0; i < content.length(); i++) {
            char letter = content.charAt(i);
            switch (letter) {
                case '"' -> quoted.append("\\\"");
                case '\\' -> quoted.append("\\\\");
                case '\n' -> quoted.append("\\n");
                case '\t' -> quoted.append("\\t");
                default ->
                    quoted.append(
                            letter < ' '
                                    ? String.format(Locale.ROOT, "\\x%02x", (int) letter)
                                    : String.valueOf(letter));
            }
        }
        return quoted.append('"').toString();
    }

    // ---- expressions

    static String expression(Template template) {
        return template.parts().stream()
                .map(part -> switch (part) {
                    case Template.Literal(String literal) -> literal.replace("${", "$${");
                    case Template.Hole(Expression expression) -> "${" + absolute(expression) + "}";
                })
                .collect(Collectors.joining());
    }

    /// The source with every name replaced by what it stands for.
    private static String absolute(Expression expression) {
        String source = expression.source();
        List<NamePath> names = new ArrayList<>(ParsedExpression.parse(source).names());
        names.sort(Comparator.comparingInt(NamePath::offset).reversed());
        StringBuilder written = new StringBuilder(source);
        for (NamePath name : names) {
            expression.uses().stream()
                    .filter(use -> name.keys().equals(use.path()) && source.startsWith(name.root(), name.offset()))
                    .findFirst()
                    .ifPresent(use -> written.replace(name.offset(), end(name), absolute(use.binding())));
        }
        return written.toString();
    }

    private static int end(NamePath name) {
        return name.steps().size() == name.keys().size()
                ? name.offset() + name.width()
                : name.steps().get(name.keys().size() - 1).offset()
                        + name.steps().get(name.keys().size() - 1).width();
    }

    private static String absolute(Binding binding) {
        return switch (binding) {
            case Binding.Attribute(var resource, FieldPath path) ->
                resource.modulePath()
                        + (resource.modules().isEmpty() ? "" : ".")
                        + step(resource.kind().text(), resource.name())
                        + resource.key().map(key -> "[\"" + key + "\"]").orElse("")
                        + (path.isRoot() || path.toString().startsWith("[") ? "" : ".")
                        + path;
            case Binding.Constant(Value value) -> literal(value);
            case Binding.Nested(Template template, FieldPath path) -> {
                String inner = template.parts().size() == 1 && template.parts().getFirst() instanceof Template.Hole hole
                        ? absolute(hole.expression())
                        : "\"" + expression(template) + "\"";
                yield path.isRoot()
                        ? inner
                        : "(" + inner + ")" + (path.toString().startsWith("[") ? "" : ".") + path;
            }
        };
    }

    private static String step(String kind, String name) {
        return name.contains("-") ? kind + "[\"" + name + "\"]" : kind + "." + name;
    }

    private static String literal(Value value) {
        return switch (value) {
            case Value.Text(String content) ->
                "\"" + content.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
            case Value.Number(BigDecimal amount) -> amount.toPlainString();
            case Value.Flag(boolean isTrue) -> String.valueOf(isTrue);
            case Value.Null _, Value.Unknown _ -> "null";
            case Value.Secret secret -> "secret(\"" + secret.reference() + "\")";
            case Value.ListValue list ->
                list.elements().stream().map(Rendering::literal).collect(Collectors.joining(", ", "[", "]"));
            case Value.MapValue map ->
                map.entries().entrySet().stream()
                        .map(entry -> "\"" + entry.getKey() + "\": " + literal(entry.getValue()))
                        .collect(Collectors.joining(", ", "{", "}"));
        };
    }
}
