package dev.envctl.plan.preflight;

import static org.assertj.core.api.Assertions.assertThat;

import dev.envctl.expression.Binding;
import dev.envctl.expression.Expression;
import dev.envctl.expression.Template;
import dev.envctl.problem.Source;
import dev.envctl.provider.Missing;
import dev.envctl.spec.Lifecycle;
import dev.envctl.spec.Resource;
import dev.envctl.value.Address;
import dev.envctl.value.FieldPath;
import dev.envctl.value.Ordered;
import dev.envctl.value.Value;
import dev.envctl.value.ValueJson;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Environments written as `Kind/name {json}`, one a line. A text `${Kind/name.attribute}` is a reference whose value
/// is not known yet, `?` one that nobody can follow; `external` before the line marks what is looked up, `settled` what
/// is not going to change; `dependsOn Kind/name` at its end is a dependency.
final class LandscapeBuilder {

    private static final Pattern LINE = Pattern.compile("(external |settled )?(\\S+) (\\{.*})(?: dependsOn (\\S+))?");

    private LandscapeBuilder() {}

    static Landscape of(String lines) {
        return of(lines, new Missing());
    }

    static Landscape of(String lines, Missing missing) {
        List<Resource> resources = new ArrayList<>();
        Map<Address, Value.MapValue> known = new LinkedHashMap<>();
        Set<Address> changing = new LinkedHashSet<>();
        for (String text : lines.strip().lines().toList()) {
            Matcher line = LINE.matcher(text);
            assertThat(line.matches()).as(text).isTrue();
            Address address = Address.parse(line.group(2)).orElseThrow();
            SequencedMap<FieldPath, Template> expressions = new LinkedHashMap<>();
            Value.MapValue body = (Value.MapValue) resolved(ValueJson.read(line.group(3)), FieldPath.ROOT, expressions);
            known.put(address, body);
            resources.add(resource(address, line, body, expressions));
            if (line.group(1) == null) {
                changing.add(address);
            }
        }
        return new Landscape(resources, known, changing, missing);
    }

    private static Value resolved(Value value, FieldPath path, SequencedMap<FieldPath, Template> expressions) {
        return switch (value) {
            case Value.MapValue map -> {
                SequencedMap<String, Value> fields = new LinkedHashMap<>();
                map.entries().forEach((key, field) -> fields.put(key, resolved(field, path.key(key), expressions)));
                yield new Value.MapValue(fields);
            }
            case Value.ListValue list -> {
                List<Value> elements = new ArrayList<>();
                list.elements()
                        .forEach(element -> elements.add(resolved(element, path.index(elements.size()), expressions)));
                yield new Value.ListValue(elements);
            }
            case Value.Text(String text) when text.equals("?") -> Value.UNKNOWN;
            case Value.Text(String text)
            when text.startsWith("${") -> {
                expressions.put(path, template(text.substring(2, text.length() - 1)));
                yield Value.UNKNOWN;
            }
            case Value.Text _, Value.Number _, Value.Flag _, Value.Null _, Value.Unknown _, Value.Secret _ -> value;
        };
    }

    private static Template template(String reference) {
        int dot = reference.lastIndexOf('.');
        Address resource = Address.parse(reference.substring(0, dot)).orElseThrow();
        String attribute = reference.substring(dot + 1);
        List<String> spelled = List.of(resource.kind().text(), resource.name(), attribute);
        Expression.Use use = new Expression.Use(spelled, new Binding.Attribute(resource, FieldPath.of(attribute)));
        return new Template(List.of(new Template.Hole(new Expression(String.join(".", spelled), List.of(use)))));
    }

    private static Resource resource(
            Address address, Matcher line, Value.MapValue body, SequencedMap<FieldPath, Template> expressions) {
        return new Resource(
                address,
                "external ".equals(line.group(1)) ? Resource.Mode.EXTERNAL : Resource.Mode.MANAGED,
                body,
                expressions,
                new Lifecycle(false, Optional.empty(), List.of(), Lifecycle.OnDelete.DELETE, false),
                List.of(),
                Address.parse(String.valueOf(line.group(4))).stream().toList(),
                new Source("env.yaml", 1, 1, 1, line.group()),
                Ordered.<FieldPath, Source>copyOf(Map.of()));
    }
}
