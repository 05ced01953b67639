package dev.envctl.testing;

import dev.envctl.expression.Binding;
import dev.envctl.expression.Expression;
import dev.envctl.expression.Template;
import dev.envctl.problem.Source;
import dev.envctl.provider.Ownership;
import dev.envctl.spec.Environment;
import dev.envctl.spec.EnvironmentSettings;
import dev.envctl.spec.Lifecycle;
import dev.envctl.spec.Resource;
import dev.envctl.value.Address;
import dev.envctl.value.FieldPath;
import dev.envctl.value.Ordered;
import dev.envctl.value.Value;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/// Environments of [InMemoryCloud]'s kinds, one resource a line:
///
///     Thing/a text=hello tags.team=data
///     Solo/b parent=${Thing/a.id} links=${Thing/a.arn},x
///     Thing/shared external
///     Thing/c protect retain adopt was=Thing/old after=Solo/b ignore=/text first=false
public final class Environments {

    public static final String OWNER = "test.here-1";

    private Environments() {}

    public static Environment of(String lines) {
        return of(settings(EnvironmentSettings.DeleteProtection.ALLOW), lines);
    }

    public static Environment of(EnvironmentSettings settings, String lines) {
        List<Resource> resources = new ArrayList<>();
        int number = 0;
        for (String line : lines.lines().map(String::strip).toList()) {
            number++;
            if (!line.isEmpty()) {
                resources.add(resource(line, number));
            }
        }
        resources.sort(Comparator.comparing(Resource::address));
        return new Environment(settings, resources);
    }

    public static EnvironmentSettings settings(EnvironmentSettings.DeleteProtection deletes) {
        return new EnvironmentSettings(
                "test",
                "test",
                EnvironmentSettings.Target.SANDBOX,
                Optional.empty(),
                "here-1",
                Optional.empty(),
                Ordered.<String, String>copyOf(Map.of()),
                new EnvironmentSettings.IgnoredTags(List.of("billing"), List.of("org/")),
                deletes,
                Optional.empty(),
                Value.MapValue.EMPTY,
                EnvironmentSettings.Places.of(new Source("env.yaml", 1, 1, 1, "kind: Environment")));
    }

    public static Ownership owned(String address, String applied, int generation) {
        return new Ownership(
                OWNER, Address.parse(address).orElseThrow(), applied, generation, Ownership.Protection.NONE);
    }

    private static Resource resource(String line, int number) {
        String[] words = line.split("\\s+", -1);
        Address address = Address.parse(words[0]).orElseThrow();
        SequencedMap<String, Value> body = new LinkedHashMap<>();
        SequencedMap<FieldPath, Template> expressions = new LinkedHashMap<>();
        body.put("name", Value.of(address.name()));
        Options options = new Options();
        for (int i = 1; i < words.length; i++) {
            String[] pair = words[i].split("=", 2);
            if (!options.take(pair)) {
                field(pair[0], pair[1], body, expressions);
            }
        }
        return new Resource(
                address,
                options.external ? Resource.Mode.EXTERNAL : Resource.Mode.MANAGED,
                new Value.MapValue(body),
                expressions,
                options.lifecycle(),
                options.previous,
                options.after,
                new Source("env.yaml", number, 1, words[0].length(), line),
                Ordered.<FieldPath, Source>copyOf(Map.of()));
    }

    private static final class Options {
        private boolean external;
        private boolean protect;
        private boolean retain;
        private boolean adopt;
        private Optional<Boolean> first = Optional.empty();
        private final List<FieldPath> ignore = new ArrayList<>();
        private final List<Address> previous = new ArrayList<>();
        private final List<Address> after = new ArrayList<>();

        boolean take(String[] pair) {
            switch (pair[0]) {
                case "external" -> external = true;
                case "protect" -> protect = true;
                case "retain" -> retain = true;
                case "adopt" -> adopt = true;
                case "first" -> first = Optional.of(Boolean.parseBoolean(pair[1]));
                case "ignore" -> ignore.add(FieldPath.parse(pair[1]));
                case "was" -> previous.add(Address.parse(pair[1]).orElseThrow());
                case "after" -> after.add(Address.parse(pair[1]).orElseThrow());
                default -> {
                    return false;
                }
            }
            return true;
        }

        Lifecycle lifecycle() {
            return new Lifecycle(
                    protect, first, ignore, retain ? Lifecycle.OnDelete.RETAIN : Lifecycle.OnDelete.DELETE, adopt);
        }
    }

    private static void field(
            String name, String text, SequencedMap<String, Value> body, SequencedMap<FieldPath, Template> expressions) {
        if (name.startsWith("tags.")) {
            Value.MapValue tags = (Value.MapValue) body.getOrDefault("tags", Value.MapValue.EMPTY);
            body.put("tags", tags.with(name.substring("tags.".length()), Value.of(text)));
            return;
        }
        if (name.equals("links")) {
            List<Value> links = new ArrayList<>();
            for (String link : text.split(",", -1)) {
                links.add(value(link, FieldPath.of("links").index(links.size()), expressions));
            }
            body.put("links", new Value.ListValue(links));
            return;
        }
        body.put(name, value(text, FieldPath.of(name), expressions));
    }

    private static Value value(String text, FieldPath path, SequencedMap<FieldPath, Template> expressions) {
        if (!text.startsWith("${")) {
            return Value.of(text);
        }
        String reference = text.substring(2, text.length() - 1);
        int dot = reference.lastIndexOf('.');
        Address resource = Address.parse(reference.substring(0, dot)).orElseThrow();
        String attribute = reference.substring(dot + 1);
        List<String> spelled = List.of(resource.kind().text(), resource.name(), attribute);
        Expression.Use use = new Expression.Use(spelled, new Binding.Attribute(resource, FieldPath.of(attribute)));
        expressions.put(
                path,
                new Template(List.of(new Template.Hole(new Expression(String.join(".", spelled), List.of(use))))));
        return Value.UNKNOWN;
    }
}
