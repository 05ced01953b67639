package dev.envctl.spec;

import dev.envctl.expression.Binding;
import dev.envctl.expression.Expression;
import dev.envctl.expression.Template;
import dev.envctl.value.FieldPath;
import dev.envctl.value.Ordered;
import dev.envctl.value.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/// A tree whose expressions mean the same everywhere: constants are folded into `value`, and where something is only
/// known later, `value` holds an unknown and `expressions` the template. An unknown without a template stands for a
/// mistake that has been reported, and is passed on in silence.
record Bound(Value value, SequencedMap<FieldPath, Template> expressions) {

    static final Bound MISTAKE = of(Value.UNKNOWN);

    Bound {
        expressions = Ordered.copyOf(expressions);
    }

    static Bound of(Value value) {
        return new Bound(value, Ordered.<FieldPath, Template>copyOf(Map.of()));
    }

    static Bound of(Template template) {
        return new Bound(Value.UNKNOWN, Ordered.copyOf(Map.of(FieldPath.ROOT, template)));
    }

    static Bound of(Expression expression) {
        return of(new Template(List.of(new Template.Hole(expression))));
    }

    boolean isConstant() {
        return expressions.isEmpty();
    }

    boolean isMistake() {
        return isConstant() && value instanceof Value.Unknown;
    }

    Optional<Template> template() {
        return Optional.ofNullable(expressions.get(FieldPath.ROOT));
    }

    /// What lies at a path; empty when the tree has no such place.
    Optional<Bound> at(FieldPath path) {
        for (int length = 0; length <= path.segments().size(); length++) {
            Template template = expressions.get(new FieldPath(path.segments().subList(0, length)));
            if (template != null) {
                FieldPath rest = new FieldPath(
                        path.segments().subList(length, path.segments().size()));
                return Optional.of(rest.isRoot() ? of(template) : of(below(template, rest)));
            }
        }
        return value.at(path).map(found -> new Bound(found, expressionsBelow(path)));
    }

    private SequencedMap<FieldPath, Template> expressionsBelow(FieldPath path) {
        SequencedMap<FieldPath, Template> below = new LinkedHashMap<>();
        int depth = path.segments().size();
        expressions.forEach((place, template) -> {
            if (place.startsWith(path)) {
                below.put(
                        new FieldPath(
                                place.segments().subList(depth, place.segments().size())),
                        template);
            }
        });
        return below;
    }

    private static Expression below(Template template, FieldPath rest) {
        Binding binding = binding(template) instanceof Binding.Attribute(var resource, FieldPath path)
                ? new Binding.Attribute(resource, join(path, rest))
                : new Binding.Nested(template, rest);
        return new Expression("value", List.of(new Expression.Use(List.of("value"), binding)));
    }

    static FieldPath join(FieldPath path, FieldPath rest) {
        List<FieldPath.Segment> segments = new ArrayList<>(path.segments());
        segments.addAll(rest.segments());
        return new FieldPath(segments);
    }

    /// What a name that stands for this tree is bound to.
    Binding binding() {
        return isConstant() ? new Binding.Constant(value) : binding(asTemplate());
    }

    /// A template that is nothing but a name is what the name is.
    private static Binding binding(Template template) {
        boolean plain = template.parts().size() == 1
                && template.parts().getFirst() instanceof Template.Hole(Expression expression)
                && expression.isPlainReference();
        return plain && template.parts().getFirst() instanceof Template.Hole(Expression expression)
                ? expression.uses().getFirst().binding()
                : new Binding.Nested(template, FieldPath.ROOT);
    }

    Template asTemplate() {
        return template().orElseGet(() -> new Synthesis().template(this));
    }
}
