package dev.envctl.expression;

import dev.envctl.value.Address;
import dev.envctl.value.FieldPath;
import java.util.ArrayList;
import java.util.List;

/// A string with `${…}` in it. One expression alone keeps the type of its value; with text around it the result is
/// text.
public record Template(List<Part> parts) {

    public Template {
        parts = List.copyOf(parts);
    }

    public sealed interface Part {}

    public record Literal(String text) implements Part {}

    public record Hole(Expression expression) implements Part {}

    public record Reference(Address resource, FieldPath path) {}

    /// Every attribute of a resource that the value depends on, nested templates included, without duplicates.
    public List<Reference> references() {
        List<Reference> found = new ArrayList<>();
        collect(this, found);
        return found.stream().distinct().toList();
    }

    private static void collect(Template template, List<Reference> found) {
        for (Part part : template.parts()) {
            if (part instanceof Hole(Expression expression)) {
                expression.uses().forEach(use -> collect(use.binding(), found));
            }
        }
    }

    private static void collect(Binding binding, List<Reference> found) {
        switch (binding) {
            case Binding.Attribute(Address resource, FieldPath path) -> found.add(new Reference(resource, path));
            case Binding.Nested nested -> collect(nested.template(), found);
            case Binding.Constant _ -> {}
        }
    }
}
