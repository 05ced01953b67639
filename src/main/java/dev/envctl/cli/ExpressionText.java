package dev.envctl.cli;

import dev.envctl.expression.Binding;
import dev.envctl.expression.Expression;
import dev.envctl.expression.Template;
import dev.envctl.report.Json;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Expressions with every name replaced by what it stands for: absolute addresses, and the values of inputs.
final class ExpressionText {

    private ExpressionText() {}

    static String of(Template template) {
        return template.parts().stream()
                .map(part -> switch (part) {
                    case Template.Literal(String text) -> text.replace("${", "$${");
                    case Template.Hole(Expression expression) -> "${" + resolved(expression) + "}";
                })
                .collect(Collectors.joining());
    }

    private static String resolved(Expression expression) {
        String text = expression.source().strip();
        for (Expression.Use use : expression.uses()) {
            String name = String.join(".", use.path());
            text = Pattern.compile("(?<![A-Za-z0-9_.\"])" + Pattern.quote(name) + "(?![A-Za-z0-9_\"])")
                    .matcher(text)
                    .replaceAll(Matcher.quoteReplacement(of(use.binding())));
        }
        return text;
    }

    private static String of(Binding binding) {
        return switch (binding) {
            case Binding.Attribute attribute -> attribute.resource() + "." + attribute.path();
            case Binding.Constant constant -> Json.line(constant.value());
            case Binding.Nested nested -> {
                String inner = of(nested.template());
                String plain = inner.startsWith("${") && inner.indexOf('}') == inner.length() - 1
                        ? inner.substring(2, inner.length() - 1)
                        : "\"" + inner + "\"";
                yield plain + (nested.path().isRoot() ? "" : "." + nested.path());
            }
        };
    }
}
