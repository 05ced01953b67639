package dev.envctl.plan;

import dev.envctl.schema.FieldRules;
import dev.envctl.schema.FieldSchema;
import dev.envctl.value.FieldPath;
import dev.envctl.value.Value;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/// Where a desired spec and a live one differ, by the field rules of the schema. Pure: values in, differences out.
///
/// A field that the desired side does not mention is not managed and never differs; inside a map with free keys (tags,
/// labels) every key counts. Lists are compared whole, in order or as sets as the schema says. A field whose desired
/// value is not known yet counts as different.
final class Diff {

    private final Predicate<FieldPath> ignored;
    private final List<FieldChange> found = new ArrayList<>();

    private Diff(Predicate<FieldPath> ignored) {
        this.ignored = ignored;
    }

    /// `ignored` takes paths out of the comparison: `ignoreChanges`, tags that are somebody else's.
    static List<FieldChange> between(
            Value.MapValue desired, Value.MapValue live, FieldSchema spec, Predicate<FieldPath> ignored) {
        Diff diff = new Diff(ignored);
        diff.objects(FieldPath.ROOT, desired, live, spec, Optional.empty());
        return List.copyOf(diff.found);
    }

    private void objects(
            FieldPath path,
            Value.MapValue desired,
            Value.MapValue live,
            FieldSchema schema,
            Optional<String> immutable) {
        for (String key : keys(desired, live, schema)) {
            FieldSchema child = Optional.ofNullable(schema.fields().get(key))
                    .or(schema::values)
                    .orElse(FieldSchema.ANYTHING);
            field(path.key(key), desired.get(key), live.get(key), child, immutable);
        }
    }

    private static Set<String> keys(Value.MapValue desired, Value.MapValue live, FieldSchema schema) {
        Set<String> keys = new LinkedHashSet<>(desired.entries().keySet());
        if (schema.values().isPresent()) {
            keys.addAll(live.entries().keySet());
        }
        return keys;
    }

    private void field(
            FieldPath path,
            Optional<Value> desired,
            Optional<Value> live,
            FieldSchema schema,
            Optional<String> inherited) {
        FieldRules rules = schema.rules();
        if (rules.writeOnly()
                || rules.computed()
                || ignored.test(path)
                || desired.filter(Value.Secret.class::isInstance).isPresent()) {
            return;
        }
        Optional<String> immutable = rules.change() == FieldRules.Change.IMMUTABLE
                ? Optional.of(rules.reason().orElse(""))
                : inherited;
        if (isObject(schema)
                && desired.orElse(Value.NULL) instanceof Value.MapValue desiredMap
                && live.orElse(Value.MapValue.EMPTY) instanceof Value.MapValue liveMap
                && !(live.isEmpty() && desiredMap.isEmpty())) {
            objects(path, desiredMap, liveMap, schema, immutable);
            return;
        }
        if (!isSame(desired, live, schema)) {
            found.add(new FieldChange(
                    path,
                    live.map(value ->
                            NormalForm.shown(NormalForm.inOrderOf(desired.orElse(Value.NULL), value, schema), schema)),
                    desired.map(value -> NormalForm.shown(value, schema)),
                    rules.secret(),
                    replaces(desired, live, schema, immutable),
                    Divergence.NONE));
        }
    }

    private static boolean isObject(FieldSchema schema) {
        return schema.type() == FieldSchema.Type.OBJECT
                && schema.rules().normalize().isEmpty();
    }

    private static boolean isSame(Optional<Value> desired, Optional<Value> live, FieldSchema schema) {
        if (desired.isEmpty() || live.isEmpty()) {
            return isNothing(desired) && isNothing(live);
        }
        if (!desired.get().isKnown()) {
            return false;
        }
        if (desired.get() instanceof Value.ListValue wanted
                && live.get() instanceof Value.ListValue have
                && schema.items()
                        .filter(items -> items.type() == FieldSchema.Type.OBJECT)
                        .isPresent()) {
            return sameElements(wanted, have, schema);
        }
        return NormalForm.of(desired.get(), schema)
                .equals(NormalForm.of(NormalForm.project(live.get(), desired.get(), schema), schema));
    }

    /// Elements that are objects may carry fields that nobody manages, so each is compared by what it mentions.
    private static boolean sameElements(Value.ListValue desired, Value.ListValue live, FieldSchema schema) {
        if (desired.elements().size() != live.elements().size()) {
            return false;
        }
        FieldSchema items = schema.items().orElse(FieldSchema.ANYTHING);
        boolean inOrder = schema.rules().order() == FieldRules.Order.LISTED;
        List<Value> left = new ArrayList<>(live.elements());
        for (Value wanted : desired.elements()) {
            Optional<Value> match = left.stream()
                    .limit(inOrder ? 1 : left.size())
                    .filter(candidate -> sameElement(wanted, candidate, items))
                    .findFirst();
            if (match.isEmpty()) {
                return false;
            }
            left.remove(match.get());
        }
        return true;
    }

    private static boolean sameElement(Value desired, Value live, FieldSchema items) {
        if (desired instanceof Value.MapValue wanted && live instanceof Value.MapValue have) {
            return between(wanted, have, items, _ -> false).isEmpty();
        }
        return NormalForm.of(desired, items).equals(NormalForm.of(live, items));
    }

    private static boolean isNothing(Optional<Value> value) {
        return value.isEmpty()
                || value.get() instanceof Value.Null
                || value.get().equals(Value.MapValue.EMPTY)
                || value.get().equals(Value.list());
    }

    private static Optional<String> replaces(
            Optional<Value> desired, Optional<Value> live, FieldSchema schema, Optional<String> immutable) {
        if (immutable.isPresent()) {
            return immutable;
        }
        if (schema.rules().change() == FieldRules.Change.GROW_ONLY && lost(desired, live)) {
            return Optional.of(schema.rules().reason().orElse("nothing can be taken away from it"));
        }
        return Optional.empty();
    }

    /// Something live is missing from the desired list. A list that is not known yet may still hold everything.
    private static boolean lost(Optional<Value> desired, Optional<Value> live) {
        return live.orElse(Value.NULL) instanceof Value.ListValue have
                && desired.orElse(Value.NULL) instanceof Value.ListValue wanted
                && wanted.isKnown()
                && !Set.copyOf(wanted.elements()).containsAll(have.elements());
    }
}
