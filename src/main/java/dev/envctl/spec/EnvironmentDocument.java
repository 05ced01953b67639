package dev.envctl.spec;

import dev.envctl.problem.Code;
import dev.envctl.problem.Problem;
import dev.envctl.problem.ProblemException;
import dev.envctl.problem.Problems;
import dev.envctl.problem.Source;
import dev.envctl.problem.Suggestion;
import dev.envctl.value.FieldPath;
import dev.envctl.value.Ordered;
import dev.envctl.value.Value;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;

/// The environment document, whose envelope and types have been checked, to [EnvironmentSettings]. Only its inputs may
/// hold expressions: everything else is needed before there is anything to refer to.
final class EnvironmentDocument {

    private static final String SANDBOX_REGION = "us-east-1";

    private final Document document;
    private final LoadOptions options;
    private final Problems problems;
    private final Value.MapValue spec;

    EnvironmentDocument(Document document, LoadOptions options, Problems problems) {
        this.document = document;
        this.options = options;
        this.problems = problems;
        this.spec = document.spec().shape() instanceof Value.MapValue map ? map : Value.MapValue.EMPTY;
    }

    EnvironmentSettings settings() {
        refuseExpressions();
        boolean sandbox = spec.text("target").equals(Optional.of("sandbox"));
        Optional<String> region = required("region", sandbox ? Optional.of(SANDBOX_REGION) : Optional.empty());
        Optional<String> account = required("accountId", sandbox ? Optional.of("") : Optional.empty());
        return new EnvironmentSettings(
                document.name(),
                Folder.Disk.shortest(options.directory(), options.workingDirectory()),
                sandbox ? EnvironmentSettings.Target.SANDBOX : EnvironmentSettings.Target.AWS,
                account.filter(text -> !text.isEmpty()),
                region.orElse(SANDBOX_REGION),
                assumeRole(),
                texts("tags"),
                new EnvironmentSettings.IgnoredTags(list("keys"), list("prefixes")),
                deletes(),
                spec.text("lock"),
                Value.MapValue.EMPTY,
                new EnvironmentSettings.Places(document.source(), fieldPlaces()));
    }

    private SequencedMap<String, Source> fieldPlaces() {
        SequencedMap<String, Source> places = new LinkedHashMap<>();
        spec.entries()
                .forEach((field, _) -> document.spec()
                        .get(field)
                        .ifPresent(value -> places.put(field, value.span().source())));
        return places;
    }

    private void refuseExpressions() {
        spec.entries().forEach((field, value) -> {
            if (!field.equals("inputs") && !value.isKnown()) {
                problems.add(Problem.of(
                                Code.INVALID_EXPRESSION,
                                "The environment document is read before everything else, so only its inputs may hold"
                                        + " expressions.")
                        .at(document.spec()
                                .get(field)
                                .orElse(document.spec())
                                .span()
                                .source()));
            }
        });
    }

    private Optional<String> required(String field, Optional<String> otherwise) {
        Optional<String> value = spec.text(field).or(() -> otherwise);
        if (value.isEmpty() && spec.get(field).isEmpty()) {
            problems.add(Problem.of(
                            Code.MISSING_FIELD,
                            "An Environment with target aws needs the field \"%s\".".formatted(field))
                    .at(document.whole().keySource("spec")));
        }
        return value;
    }

    private Optional<EnvironmentSettings.AssumeRole> assumeRole() {
        return spec.get("assumeRole")
                .flatMap(value -> value instanceof Value.MapValue map ? Optional.of(map) : Optional.empty())
                .flatMap(map -> map.text("arn")
                        .map(arn ->
                                new EnvironmentSettings.AssumeRole(arn, map.text("planArn"), map.text("externalId"))));
    }

    private SequencedMap<String, String> texts(String field) {
        SequencedMap<String, String> texts = new LinkedHashMap<>();
        if (spec.get(field).orElse(Value.NULL) instanceof Value.MapValue map) {
            map.entries().forEach((key, value) -> value.asText().ifPresent(text -> texts.put(key, text)));
        }
        return texts;
    }

    private List<String> list(String field) {
        return spec.at(FieldPath.of("ignoreTags", field)).orElse(Value.NULL) instanceof Value.ListValue list
                ? list.elements().stream()
                        .flatMap(element -> element.asText().stream())
                        .toList()
                : List.of();
    }

    private EnvironmentSettings.DeleteProtection deletes() {
        String text = spec.at(FieldPath.of("protection", "deletes"))
                .flatMap(Value::asText)
                .orElse("confirm");
        return switch (text) {
            case "allow" -> EnvironmentSettings.DeleteProtection.ALLOW;
            case "deny" -> EnvironmentSettings.DeleteProtection.DENY;
            default -> EnvironmentSettings.DeleteProtection.CONFIRM;
        };
    }

    Map<String, Source> tagPlaces() {
        SequencedMap<String, Source> places = new LinkedHashMap<>();
        document.spec()
                .map("tags")
                .entries()
                .forEach((key, entry) -> places.put(key, entry.value().span().source()));
        return places;
    }

    // ---- inputs

    /// What `--set` says, as YAML types it. A name that the environment does not declare is a mistake.
    SequencedMap<String, Value> overrides() {
        SequencedMap<String, Value> overrides = new LinkedHashMap<>();
        Set<String> declared = declared().entries().keySet();
        options.inputs().forEach((name, text) -> {
            if (!declared.contains(name)) {
                throw new ProblemException(Problem.of(
                        Code.UNKNOWN_INPUT,
                        "--set %s=…: %s has no input \"%s\".%s"
                                .formatted(name, document.subject(), name, Suggestion.question(name, declared))));
            }
            overrides.put(name, typed(name, text));
        });
        return overrides;
    }

    private static Value typed(String name, String text) {
        try {
            return YamlTexts.parse(text);
        } catch (IllegalArgumentException malformed) {
            throw new ProblemException(
                    Problem.of(Code.INVALID_OPTION, "--set %s=…: %s.".formatted(name, malformed.getMessage())),
                    malformed);
        }
    }

    private Yaml.Mapping declared() {
        return document.spec().map("inputs");
    }

    InputSource inputs(Map<String, Value> overrides) {
        Yaml.Mapping declared = declared();
        return new InputSource() {
            @Override
            public Set<String> names() {
                return declared.entries().keySet();
            }

            @Override
            public Bound value(String name, Unit unit) {
                Value given = overrides.get(name);
                return given != null
                        ? Bound.of(given)
                        : unit.binder(document, Optional.empty())
                                .bind(declared.get(name).orElseThrow());
            }
        };
    }

    /// The settings once more, with the inputs that hold in this run.
    static EnvironmentSettings withInputs(EnvironmentSettings settings, Unit root) {
        SequencedMap<String, Value> inputs = new LinkedHashMap<>();
        root.inputNames().forEach(name -> inputs.put(name, root.input(name).value()));
        return new EnvironmentSettings(
                settings.name(),
                settings.directory(),
                settings.target(),
                settings.accountId(),
                settings.region(),
                settings.assumeRole(),
                settings.tags(),
                settings.ignoredTags(),
                settings.deletes(),
                settings.lock(),
                new Value.MapValue(Ordered.copyOf(inputs)),
                settings.places());
    }
}
