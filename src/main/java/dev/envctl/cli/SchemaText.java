package dev.envctl.cli;

import dev.envctl.report.Json;
import dev.envctl.report.Style;
import dev.envctl.schema.Explain;
import dev.envctl.schema.FieldRules;
import dev.envctl.schema.FieldSchema;
import dev.envctl.schema.KindSchema;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/// A kind or a field as its schema describes it: what it is for, what may be written, and what a change of it means.
final class SchemaText {

    private static final int WIDTH = 78;

    private final Style style;

    SchemaText(Style style) {
        this.style = style;
    }

    String render(Explain.Found found) {
        return found.path().isRoot() ? kind(found.kind()) : field(found);
    }

    private String kind(KindSchema kind) {
        StringBuilder text = new StringBuilder(style.emphasized(kind.kind().text())).append("\n\n");
        text.append(wrapped(kind.description(), "  "));
        kind.spec().ifPresent(spec -> text.append(fields("spec", spec)));
        kind.external().ifPresent(external -> text.append(fields("external", external)));
        String computed = kind.attributes().fields().entrySet().stream()
                .filter(entry -> entry.getValue().rules().computed())
                .map(entry -> line(entry.getKey(), entry.getValue(), false))
                .collect(Collectors.joining());
        return text + (computed.isEmpty() ? "" : "\n" + style.emphasized("computed") + "\n" + computed);
    }

    private String field(Explain.Found found) {
        FieldSchema field = found.field();
        StringBuilder text = new StringBuilder(style.emphasized(found.kind().kind() + "." + found.path()))
                .append("  ")
                .append(type(field))
                .append("\n\n")
                .append(wrapped(field.description(), "  "));
        remarks(field).forEach(remark -> text.append(wrapped(remark, "  ")));
        FieldSchema inside = field.items().orElse(field);
        if (!inside.fields().isEmpty()) {
            text.append(fields("fields", inside));
        }
        return text.toString();
    }

    private String fields(String title, FieldSchema object) {
        String lines = object.fields().entrySet().stream()
                .filter(entry -> !entry.getValue().rules().computed())
                .map(entry ->
                        line(entry.getKey(), entry.getValue(), object.required().contains(entry.getKey())))
                .collect(Collectors.joining());
        return "\n" + style.emphasized(title) + "\n" + lines;
    }

    private static String line(String name, FieldSchema field, boolean required) {
        List<String> remarks = remarks(field);
        if (required) {
            remarks.addFirst("Required.");
        }
        String text = field.description() + (remarks.isEmpty() ? "" : " " + String.join(" ", remarks));
        return "  " + name + "  " + type(field) + "\n" + wrapped(text, "      ");
    }

    static String type(FieldSchema field) {
        return switch (field.type()) {
            case LIST -> "list of " + field.items().map(SchemaText::type).orElse("anything");
            case OBJECT ->
                field.values().map(values -> "map of " + type(values)).orElse("object");
            case ANY -> "document";
            case TEXT -> "text";
            case NUMBER -> "number";
            case FLAG -> "true or false";
        };
    }

    static List<String> remarks(FieldSchema field) {
        List<String> remarks = new ArrayList<>();
        FieldRules rules = field.rules();
        if (!field.allowed().isEmpty()) {
            remarks.add("One of " + String.join(", ", field.allowed()) + ".");
        }
        rules.defaultValue().ifPresent(value -> remarks.add("Default: " + Json.line(value) + "."));
        switch (rules.change()) {
            case IMMUTABLE ->
                remarks.add("A change replaces the object"
                        + rules.reason()
                                .map(reason -> ": " + uncapitalized(reason))
                                .orElse("."));
            case GROW_ONLY -> remarks.add("May only grow.");
            case HELD -> remarks.add("Changes in place, unless something that it names is replaced.");
            case IN_PLACE -> {}
        }
        rules.advance()
                .ifPresent(advance -> remarks.add(
                        switch (advance) {
                            case MINOR -> "One minor version per change, and never back.";
                            case ENUM -> "May only move on, in this order.";
                            case ONCE -> "May be added once; after that it stays.";
                        }));
        if (rules.secret()) {
            remarks.add("Secret: given by reference, never shown.");
        }
        return remarks;
    }

    private static String uncapitalized(String sentence) {
        boolean isWord =
                sentence.length() > 1 && !Character.isUpperCase(sentence.charAt(1)) && sentence.charAt(1) != '.';
        String text = isWord ? sentence.substring(0, 1).toLowerCase(Locale.ROOT) + sentence.substring(1) : sentence;
        return text.endsWith(".") ? text : text + ".";
    }

    static String wrapped(String text, String margin) {
        StringBuilder lines = new StringBuilder();
        StringBuilder line = new StringBuilder();
        for (String word : text.strip().split("\\s+", -1)) {
            if (!line.isEmpty() && margin.length() + line.length() + 1 + word.length() > WIDTH) {
                lines.append(margin).append(line).append('\n');
                line.setLength(0);
            }
            line.append(line.isEmpty() ? "" : " ").append(word);
        }
        return line.isEmpty()
                ? lines.toString()
                : lines.append(margin).append(line).append('\n').toString();
    }
}
