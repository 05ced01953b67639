package dev.envctl.spec;

import dev.envctl.expression.TemplateText;
import dev.envctl.schema.FieldSchema;
import dev.envctl.schema.KindSchema;
import dev.envctl.schema.Schemas;
import dev.envctl.value.Value;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// What documents name in fields that hold a path from the working directory (`chart.path`), made absolute. Whether
/// there is something is another question.
record LocalPaths(Schemas schemas, Path workingDirectory) {

    /// Empty when one of them could not be worked out.
    Optional<List<Path>> named(List<Resource> resources) {
        List<Value> values = resources.stream()
                .filter(resource -> resource.mode() == Resource.Mode.MANAGED)
                .flatMap(resource -> schemas.find(resource.address().kind()).flatMap(KindSchema::spec).stream()
                        .flatMap(schema -> below(resource.body(), schema)))
                .toList();
        return values.stream().allMatch(Value.Text.class::isInstance)
                ? Optional.of(values.stream()
                        .flatMap(value -> value.asText().stream())
                        .flatMap(this::path)
                        .toList())
                : Optional.empty();
    }

    /// Those that are written out, whatever becomes of their documents.
    List<Path> literal(List<Documents> all) {
        return written(all)
                .filter(text -> !TemplateText.hasHole(text))
                .flatMap(this::path)
                .toList();
    }

    /// For documents that cannot be worked out: the directories in front of the expressions in paths, which may be
    /// too much and are never too little.
    List<Path> around(List<Documents> all) {
        return written(all)
                .filter(TemplateText::hasHole)
                .map(LocalPaths::beforeExpression)
                .flatMap(this::path)
                .toList();
    }

    private Stream<String> written(List<Documents> all) {
        return all.stream()
                .flatMap(documents -> documents.resources().stream())
                .flatMap(document -> schemas.find(document.kind()).flatMap(KindSchema::spec).stream()
                        .flatMap(schema -> below(document.spec().raw(), schema)))
                .flatMap(value -> value.asText().stream());
    }

    private static String beforeExpression(String text) {
        String literal = text.substring(0, text.indexOf("${"));
        return literal.substring(0, literal.lastIndexOf('/') + 1);
    }

    private Stream<Path> path(String text) {
        try {
            return Stream.of(workingDirectory.resolve(text).normalize());
        } catch (InvalidPathException nothing) {
            return Stream.empty();
        }
    }

    private static Stream<Value> below(Value value, FieldSchema schema) {
        if (schema.rules().ties().localPath()) {
            return Stream.of(value);
        }
        return switch (value) {
            case Value.MapValue map ->
                map.entries().entrySet().stream()
                        .flatMap(entry -> below(entry.getValue(), field(entry.getKey(), schema)));
            case Value.ListValue list ->
                list.elements().stream()
                        .flatMap(element -> below(element, schema.items().orElse(FieldSchema.ANYTHING)));
            case Value.Text _, Value.Number _, Value.Flag _, Value.Null _, Value.Unknown _, Value.Secret _ ->
                Stream.empty();
        };
    }

    private static FieldSchema field(String key, FieldSchema schema) {
        return Optional.ofNullable(schema.fields().get(key)).or(schema::values).orElse(FieldSchema.ANYTHING);
    }
}
