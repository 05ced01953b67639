package dev.envctl.plan;

import dev.envctl.expression.Template;
import dev.envctl.expression.TemplateCodec;
import dev.envctl.problem.Code;
import dev.envctl.problem.Problem;
import dev.envctl.problem.Source;
import dev.envctl.provider.LiveObject;
import dev.envctl.provider.Ownership;
import dev.envctl.provider.Phase;
import dev.envctl.provider.Wanted;
import dev.envctl.value.Address;
import dev.envctl.value.FieldPath;
import dev.envctl.value.KindName;
import dev.envctl.value.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.function.Function;

/// Plans to values and back, field by field: a plan file is an interface and should not follow every rename in the
/// code.
final class PlanCodec {

    private PlanCodec() {}

    // writing

    static Value write(Plan plan) {
        return Value.map(
                "target", target(plan.target()),
                "mode", Value.of(plan.mode().name()),
                "complete", Value.of(plan.complete()),
                "changes", list(plan.changes(), PlanCodec::change),
                "steps", list(plan.steps(), PlanCodec::step),
                "attributes", attributes(plan.attributes()),
                "reliance",
                        Value.map(
                                "asked", list(plan.reliance().asked(), PlanCodec::asked),
                                "objects", list(plan.reliance().objects(), PlanCodec::object)),
                "warnings", list(plan.warnings(), PlanCodec::problem),
                "statistics",
                        Value.map(
                                "resources", Value.of(plan.statistics().resources()),
                                "apiCalls", Value.of(plan.statistics().apiCalls()),
                                "milliseconds", Value.of(plan.statistics().milliseconds())),
                "digest", Value.of(plan.digest()));
    }

    static Value waiting(SequencedMap<FieldPath, Template> waiting) {
        SequencedMap<String, Value> entries = new LinkedHashMap<>();
        waiting.forEach((path, template) -> entries.put(path.pointer(), TemplateCodec.write(template)));
        return new Value.MapValue(entries);
    }

    private static Value target(PlanTarget target) {
        return Value.map(
                "environment", Value.of(target.environment()),
                "directory", Value.of(target.directory()),
                "sandbox", Value.of(target.sandbox()),
                "accountId", text(target.accountId()),
                "region", Value.of(target.region()),
                "assumeRole", text(target.assumeRole()),
                "externalId", text(target.externalId()),
                "lock", text(target.lock()),
                "confirmDeletes", Value.of(target.confirmDeletes()));
    }

    private static Value change(Change change) {
        return Value.map(
                "address", Value.of(change.address().toString()),
                "previousAddress", text(change.previousAddress().map(Address::toString)),
                "action", Value.of(change.action().name()),
                "before", change.before(),
                "after", change.after(),
                "fields", list(change.fields(), PlanCodec::field),
                "reasons", list(change.reasons(), PlanCodec::reason),
                "divergence", Value.of(change.divergence().name()),
                "id", text(change.id()),
                "deposed", Value.of(change.deposed()),
                "importing", Value.of(change.importing()),
                "state", text(change.state()),
                "source", change.source().map(PlanCodec::source).orElse(Value.NULL));
    }

    private static Value field(FieldChange field) {
        return Value.map(
                "path", Value.of(field.path().pointer()),
                "before", list(field.before().stream().toList(), value -> value),
                "after", list(field.after().stream().toList(), value -> value),
                "sensitive", Value.of(field.sensitive()),
                "replaces", text(field.replaces()),
                "divergence", Value.of(field.divergence().name()));
    }

    private static Value reason(Reason reason) {
        return Value.map("cause", Value.of(reason.cause().name()), "text", Value.of(reason.text()));
    }

    private static Value source(Source source) {
        return Value.map(
                "file", Value.of(source.file()),
                "line", Value.of(source.line()),
                "column", Value.of(source.column()),
                "width", Value.of(source.width()),
                "text", Value.of(source.text()));
    }

    private static Value problem(Problem problem) {
        return Value.map(
                "code", Value.of(problem.code().id()),
                "detail", Value.of(problem.detail()),
                "source", problem.source().map(PlanCodec::source).orElse(Value.NULL),
                "hint", text(problem.hint()));
    }

    private static Value step(Step step) {
        return Value.map(
                "id", stepId(step.id()),
                "predecessors", list(step.predecessors(), PlanCodec::stepId),
                "desired", step.desired(),
                "waiting", waiting(step.waiting()),
                "object", step.object().map(PlanCodec::object).orElse(Value.NULL),
                "changed",
                        Value.texts(
                                step.changed().stream().map(FieldPath::pointer).toList()),
                "ignored",
                        Value.texts(step.ignored().paths().stream()
                                .map(FieldPath::pointer)
                                .toList()),
                "ownership", step.ownership().map(PlanCodec::ownership).orElse(Value.NULL),
                "quiet", Value.of(step.quiet()));
    }

    private static Value stepId(StepId id) {
        return Value.map(
                "verb", Value.of(id.verb().name()),
                "address", Value.of(id.address().toString()),
                "generation", Value.of(id.generation()));
    }

    private static Value object(LiveObject object) {
        return Value.map(
                "kind", Value.of(object.kind().text()),
                "id", Value.of(object.id()),
                "spec", object.spec(),
                "computed", object.computed(),
                "ownership", object.ownership().map(PlanCodec::ownership).orElse(Value.NULL),
                "phase", Value.of(object.phase().name()),
                "state", Value.of(object.state()),
                "stateDetail", text(object.stateDetail()),
                "soughtBy", text(object.soughtBy().map(Address::toString)));
    }

    private static Value ownership(Ownership ownership) {
        return Value.map(
                "environment", Value.of(ownership.environment()),
                "address", Value.of(ownership.address().toString()),
                "applied", Value.of(ownership.applied()),
                "generation", Value.of(ownership.generation()),
                "protection", Value.of(ownership.protection().name()));
    }

    private static Value asked(Reliance.Asked asked) {
        return Value.map(
                "kind", Value.of(asked.kind().text()),
                "sought",
                        list(
                                asked.sought(),
                                sought -> Value.map(
                                        "address", Value.of(sought.address().toString()),
                                        "external", Value.of(sought.external()),
                                        "criteria", sought.criteria())));
    }

    private static Value attributes(SequencedMap<Address, Value.MapValue> attributes) {
        SequencedMap<String, Value> entries = new LinkedHashMap<>();
        attributes.forEach((address, values) -> entries.put(address.toString(), values));
        return new Value.MapValue(entries);
    }

    private static <T> Value list(List<T> elements, Function<T, Value> write) {
        return new Value.ListValue(elements.stream().map(write).toList());
    }

    private static Value text(Optional<String> text) {
        return text.<Value>map(Value::of).orElse(Value.NULL);
    }

    // reading

    static Plan read(Value value) {
        Fields plan = new Fields(value);
        Fields reliance = plan.inside("reliance");
        Fields statistics = plan.inside("statistics");
        return new Plan(
                readTarget(plan.inside("target")),
                Plan.Mode.valueOf(plan.text("mode")),
                plan.flag("complete"),
                plan.list("changes", PlanCodec::readChange),
                plan.list("steps", PlanCodec::readStep),
                readAttributes(plan.map("attributes")),
                new Reliance(
                        reliance.list("asked", PlanCodec::readAsked), reliance.list("objects", PlanCodec::readObject)),
                plan.list("warnings", PlanCodec::readProblem),
                new Plan.Statistics(
                        statistics.number("resources"),
                        statistics.number("apiCalls"),
                        statistics.number("milliseconds")),
                plan.text("digest"));
    }

    private static PlanTarget readTarget(Fields target) {
        return new PlanTarget(
                target.text("environment"),
                target.text("directory"),
                target.flag("sandbox"),
                target.optionalText("accountId"),
                target.text("region"),
                target.optionalText("assumeRole"),
                target.optionalText("externalId"),
                target.optionalText("lock"),
                target.flag("confirmDeletes"));
    }

    private static Change readChange(Fields change) {
        return new Change(
                change.address("address"),
                change.optionalText("previousAddress").map(Fields::toAddress),
                Action.valueOf(change.text("action")),
                change.map("before"),
                change.map("after"),
                change.list("fields", PlanCodec::readField),
                change.list(
                        "reasons",
                        reason -> new Reason(Reason.Cause.valueOf(reason.text("cause")), reason.text("text"))),
                Divergence.valueOf(change.text("divergence")),
                change.optionalText("id"),
                change.flag("deposed"),
                change.flag("importing"),
                change.optionalText("state"),
                change.optional("source").map(PlanCodec::readSource));
    }

    private static FieldChange readField(Fields field) {
        return new FieldChange(
                FieldPath.parse(field.text("path")),
                field.values("before").stream().findFirst(),
                field.values("after").stream().findFirst(),
                field.flag("sensitive"),
                field.optionalText("replaces"),
                Divergence.valueOf(field.text("divergence")));
    }

    private static Source readSource(Fields source) {
        return new Source(
                source.text("file"),
                source.number("line"),
                source.number("column"),
                source.number("width"),
                source.text("text"));
    }

    private static Problem readProblem(Fields problem) {
        return new Problem(
                Code.find(problem.text("code")).orElse(Code.INTERNAL),
                problem.text("detail"),
                problem.optional("source").map(PlanCodec::readSource),
                problem.optionalText("hint"));
    }

    private static Step readStep(Fields step) {
        SequencedMap<FieldPath, Template> waiting = new LinkedHashMap<>();
        step.map("waiting")
                .entries()
                .forEach((pointer, template) -> waiting.put(FieldPath.parse(pointer), TemplateCodec.read(template)));
        return new Step(
                readStepId(step.inside("id")),
                step.list("predecessors", PlanCodec::readStepId),
                step.map("desired"),
                waiting,
                step.optional("object").map(PlanCodec::readObject),
                step.paths("changed"),
                new Ignored(step.paths("ignored")),
                step.optional("ownership").map(PlanCodec::readOwnership),
                step.flag("quiet"));
    }

    private static StepId readStepId(Fields id) {
        return new StepId(StepId.Verb.valueOf(id.text("verb")), id.address("address"), id.number("generation"));
    }

    private static LiveObject readObject(Fields object) {
        return new LiveObject(
                KindName.of(object.text("kind")),
                object.text("id"),
                object.map("spec"),
                object.map("computed"),
                object.optional("ownership").map(PlanCodec::readOwnership),
                Phase.valueOf(object.text("phase")),
                object.text("state"),
                object.optionalText("stateDetail"),
                object.optionalText("soughtBy").map(Fields::toAddress));
    }

    private static Ownership readOwnership(Fields ownership) {
        return new Ownership(
                ownership.text("environment"),
                ownership.address("address"),
                ownership.text("applied"),
                ownership.number("generation"),
                Ownership.Protection.valueOf(ownership.text("protection")));
    }

    private static Reliance.Asked readAsked(Fields asked) {
        return new Reliance.Asked(
                KindName.of(asked.text("kind")),
                asked.list(
                        "sought",
                        sought -> new Wanted.Sought(
                                sought.address("address"), sought.flag("external"), sought.map("criteria"))));
    }

    private static SequencedMap<Address, Value.MapValue> readAttributes(Value.MapValue map) {
        SequencedMap<Address, Value.MapValue> attributes = new LinkedHashMap<>();
        Fields fields = new Fields(map);
        map.entries().keySet().forEach(address -> attributes.put(Fields.toAddress(address), fields.map(address)));
        return attributes;
    }

    /// Reads by name; whatever is not as [#write] writes it is an [IllegalArgumentException].
    private record Fields(Value.MapValue values) {

        Fields(Value value) {
            this(Optional.of(value)
                    .filter(Value.MapValue.class::isInstance)
                    .map(Value.MapValue.class::cast)
                    .orElseThrow(() -> wrong("a map is missing")));
        }

        String text(String name) {
            return values.text(name).orElseThrow(() -> wrong(name + " is missing"));
        }

        Optional<String> optionalText(String name) {
            return values.text(name);
        }

        boolean flag(String name) {
            return values.get(name).equals(Optional.of(Value.of(true)));
        }

        int number(String name) {
            return field(name, Value.Number.class).amount().intValue();
        }

        Value.MapValue map(String name) {
            return field(name, Value.MapValue.class);
        }

        Fields inside(String name) {
            return new Fields(map(name));
        }

        Optional<Fields> optional(String name) {
            return values.get(name).filter(Value.MapValue.class::isInstance).map(Fields::new);
        }

        List<Value> values(String name) {
            return field(name, Value.ListValue.class).elements();
        }

        List<FieldPath> paths(String name) {
            return values(name).stream()
                    .flatMap(path -> path.asText().stream())
                    .map(FieldPath::parse)
                    .toList();
        }

        <T> List<T> list(String name, Function<Fields, T> read) {
            List<T> elements = new ArrayList<>();
            values(name).forEach(value -> elements.add(read.apply(new Fields(value))));
            return elements;
        }

        Address address(String name) {
            return toAddress(text(name));
        }

        static Address toAddress(String text) {
            return Address.parse(text).orElseThrow(() -> wrong(text + " is no address"));
        }

        private <T extends Value> T field(String name, Class<T> type) {
            return values.get(name)
                    .filter(type::isInstance)
                    .map(type::cast)
                    .orElseThrow(() -> wrong(name + " is missing"));
        }

        private static IllegalArgumentException wrong(String what) {
            return new IllegalArgumentException("reading a plan: " + what);
        }
    }
}
