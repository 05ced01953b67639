package dev.envctl.cli;

import dev.envctl.schema.FieldSchema;
import dev.envctl.schema.KindSchema;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A kind as a page: its fields, those inside other fields too, what looks it up, and what can be referenced.
final class SchemaMarkdown {

    private SchemaMarkdown() {}

    static String page(KindSchema kind) {
        StringBuilder page = new StringBuilder("# ").append(kind.kind().text()).append("\n\n");
        page.append(kind.description().strip()).append('\n');
        kind.spec().ifPresent(spec -> page.append(section("spec", rows("", spec, false))));
        kind.external().ifPresent(external -> page.append(section("external", rows("", external, false))));
        return page.append(section("Attributes to refer to", rows("", kind.attributes(), true)))
                .toString();
    }

    /// The fields of a file of settings. Keys that somebody chooses stand as `NAME`, elements of a list as `[]`.
    static String settings(FieldSchema schema) {
        return "| setting | type | |\n|---|---|---|\n" + String.join("", settings("", schema));
    }

    private static List<String> settings(String prefix, FieldSchema object) {
        List<String> rows = new ArrayList<>();
        object.fields().forEach((name, field) -> {
            rows.add(row(prefix + name, field, object.required().contains(name)));
            rows.addAll(settings(prefix + name + below(field), inside(field).orElse(FieldSchema.ANYTHING)));
        });
        return rows;
    }

    private static String below(FieldSchema field) {
        if (field.items().isPresent()) {
            return "[].";
        }
        return field.values().isPresent() ? ".NAME." : ".";
    }

    private static String section(String title, List<String> rows) {
        return rows.isEmpty()
                ? ""
                : "\n## %s\n\n| field | type | |\n|---|---|---|\n%s".formatted(title, String.join("", rows));
    }

    private static List<String> rows(String prefix, FieldSchema object, boolean computed) {
        List<String> rows = new ArrayList<>();
        object.fields().forEach((name, field) -> {
            if (field.rules().computed() != computed) {
                return;
            }
            boolean required = object.required().contains(name);
            rows.add(row(prefix + name, field, required));
            inside(field).ifPresent(nested -> rows.addAll(rows(prefix + name + ".", nested, false)));
        });
        return rows;
    }

    private static Optional<FieldSchema> inside(FieldSchema field) {
        FieldSchema element = field.items().orElse(field);
        FieldSchema shown = element.values().orElse(element);
        return Optional.of(shown).filter(schema -> !schema.fields().isEmpty());
    }

    private static String row(String path, FieldSchema field, boolean required) {
        List<String> remarks = SchemaText.remarks(field);
        if (required) {
            remarks.addFirst("Required.");
        }
        String text = field.description() + (remarks.isEmpty() ? "" : " " + String.join(" ", remarks));
        return "| `%s` | %s | %s |\n".formatted(path, SchemaText.type(field), cell(text));
    }

    private static String cell(String text) {
        return text.strip().replaceAll("\\s+", " ").replace("|", "\\|").replace("<", "&lt;");
    }
}
