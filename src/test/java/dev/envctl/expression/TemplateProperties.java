package dev.envctl.expression;

import static org.assertj.core.api.Assertions.assertThat;

import dev.envctl.value.Address;
import dev.envctl.value.FieldPath;
import dev.envctl.value.Value;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class TemplateProperties {

    private static final Address ROLE = Address.of("Role", "a");

    @Property(tries = 500)
    void printsBackToTheSameParts(@ForAll("templates") TemplateText template) {
        assertThat(sources(TemplateText.parse(template.toString()))).isEqualTo(sources(template));
    }

    @Property(tries = 300)
    void readsBackFromASavedPlan(@ForAll("sources") String source, @ForAll String literal) {
        Template template = new Template(List.of(
                new Template.Literal(literal),
                new Template.Hole(new Expression(
                        source,
                        List.of(
                                new Expression.Use(
                                        List.of("Role", "a"), new Binding.Attribute(ROLE, FieldPath.of("arn"))),
                                new Expression.Use(List.of("x"), new Binding.Constant(Value.of(literal))))))));

        assertThat(TemplateCodec.read(TemplateCodec.write(template))).isEqualTo(template);
    }

    @Property(tries = 200)
    void isUnknownAsSoonAsOneInputIs(@ForAll("sources") String source, @ForAll("surroundings") String around) {
        Expression.Use use =
                new Expression.Use(List.of("Role", "a", "arn"), new Binding.Attribute(ROLE, FieldPath.of("arn")));
        Template template = new Template(
                List.of(new Template.Literal(around), new Template.Hole(new Expression(source, List.of(use)))));
        Evaluator evaluator = new Evaluator(text -> Value.NULL);

        assertThat(evaluator.evaluate(template, (resource, path) -> Value.UNKNOWN))
                .isEqualTo(Value.UNKNOWN);
        assertThat(evaluator
                        .evaluate(template, (resource, path) -> Value.of("known"))
                        .isKnown())
                .isTrue();
    }

    @Provide
    Arbitrary<TemplateText> templates() {
        Arbitrary<TemplateText.Part> literal = Arbitraries.strings()
                .withChars("ab ${}'\"\n")
                .ofMinLength(1)
                .filter(text -> !text.endsWith("$"))
                .map(TemplateText.Literal::new);
        Arbitrary<TemplateText.Part> hole = sources().map(source -> new TemplateText.Hole(source, 0, 0));
        return Arbitraries.oneOf(literal, hole).list().ofMaxSize(6).map(TemplateProperties::joined);
    }

    @Provide
    Arbitrary<String> sources() {
        return Arbitraries.of(
                "Role.a.arn",
                "Role[\"a\"].arn",
                "base36(Role.a.arn)",
                "Role.a.arn + '}'",
                "{'k': Role.a.arn}['k']",
                "Role.a.arn == \"a\" ? 'x' : \"{\"");
    }

    @Provide
    Arbitrary<String> surroundings() {
        return Arbitraries.strings().alpha().ofMaxLength(5);
    }

    /// Neighbouring literals are one literal when they are read back.
    private static TemplateText joined(List<TemplateText.Part> parts) {
        List<TemplateText.Part> joined = new ArrayList<>();
        for (TemplateText.Part part : parts) {
            if (part instanceof TemplateText.Literal(String text)
                    && !joined.isEmpty()
                    && joined.getLast() instanceof TemplateText.Literal(String before)) {
                joined.set(joined.size() - 1, new TemplateText.Literal(before + text));
            } else {
                joined.add(part);
            }
        }
        return new TemplateText(joined);
    }

    private static List<String> sources(TemplateText template) {
        return template.parts().stream()
                .map(part -> switch (part) {
                    case TemplateText.Literal(String text) -> "literal " + text;
                    case TemplateText.Hole hole -> "hole " + hole.source();
                })
                .toList();
    }
}
