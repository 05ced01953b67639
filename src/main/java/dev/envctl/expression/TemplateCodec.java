package dev.envctl.expression;

import dev.envctl.value.Address;
import dev.envctl.value.FieldPath;
import dev.envctl.value.Value;
import java.util.List;
import java.util.Optional;

/// Templates to values and back, for saved plans.
public final class TemplateCodec {

    private TemplateCodec() {}

    public static Value write(Template template) {
        return new Value.ListValue(
                template.parts().stream().map(TemplateCodec::write).toList());
    }

    /// Throws [IllegalArgumentException] for what [#write] never wrote.
    public static Template read(Value value) {
        return new Template(
                elements(value).stream().map(TemplateCodec::readPart).toList());
    }

    private static Value write(Template.Part part) {
        return switch (part) {
            case Template.Literal(String text) -> Value.of(text);
            case Template.Hole(Expression expression) ->
                Value.map(
                        "source",
                        Value.of(expression.source()),
                        "uses",
                        new Value.ListValue(expression.uses().stream()
                                .map(TemplateCodec::write)
                                .toList()));
        };
    }

    private static Value write(Expression.Use use) {
        return Value.map("path", Value.texts(use.path()), "binding", write(use.binding()));
    }

    private static Value write(Binding binding) {
        return switch (binding) {
            case Binding.Attribute(Address resource, FieldPath path) ->
                Value.map("resource", Value.of(resource.toString()), "path", Value.of(path.pointer()));
            case Binding.Constant(Value value) -> Value.map("value", value);
            case Binding.Nested(Template template, FieldPath path) ->
                Value.map("template", write(template), "path", Value.of(path.pointer()));
        };
    }

    private static Template.Part readPart(Value value) {
        if (value instanceof Value.Text(String text)) {
            return new Template.Literal(text);
        }
        List<Expression.Use> uses = elements(field(value, "uses")).stream()
                .map(TemplateCodec::readUse)
                .toList();
        return new Template.Hole(new Expression(text(value, "source"), uses));
    }

    private static Expression.Use readUse(Value value) {
        List<String> path = elements(field(value, "path")).stream()
                .map(step -> step.asText().orElseThrow(() -> unreadable("path")))
                .toList();
        return new Expression.Use(path, readBinding(field(value, "binding")));
    }

    private static Binding readBinding(Value value) {
        Optional<Value> constant = map(value).get("value");
        if (constant.isPresent()) {
            return new Binding.Constant(constant.get());
        }
        FieldPath path = FieldPath.parse(text(value, "path"));
        Optional<Value> nested = map(value).get("template");
        if (nested.isPresent()) {
            return new Binding.Nested(read(nested.get()), path);
        }
        Address resource = Address.parse(text(value, "resource")).orElseThrow(() -> unreadable("resource"));
        return new Binding.Attribute(resource, path);
    }

    private static List<Value> elements(Value value) {
        if (value instanceof Value.ListValue(List<Value> elements)) {
            return elements;
        }
        throw unreadable("list");
    }

    private static Value.MapValue map(Value value) {
        if (value instanceof Value.MapValue map) {
            return map;
        }
        throw unreadable("map");
    }

    private static Value field(Value value, String name) {
        return map(value).get(name).orElseThrow(() -> unreadable(name));
    }

    private static String text(Value value, String name) {
        return map(value).text(name).orElseThrow(() -> unreadable(name));
    }

    private static IllegalArgumentException unreadable(String what) {
        return new IllegalArgumentException("reading an expression: no " + what);
    }
}
