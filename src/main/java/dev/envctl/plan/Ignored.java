package dev.envctl.plan;

import dev.envctl.expression.Template;
import dev.envctl.provider.LiveObject;
import dev.envctl.schema.FieldSchema;
import dev.envctl.value.FieldPath;
import dev.envctl.value.Ordered;
import dev.envctl.value.Value;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;

/// The fields that `ignoreChanges` names. Git has a say in them when the object is made, and never again: a change of
/// other fields carries them along as they are live, and the ledger does not remember them.
public record Ignored(List<FieldPath> paths) {

    public static final Ignored NOTHING = new Ignored(List.of());

    public Ignored {
        paths = List.copyOf(paths);
    }

    boolean covers(FieldPath path) {
        return paths.stream().anyMatch(path::startsWith);
    }

    /// What is wanted of an object that stays. Nothing that is ignored is waited for.
    Resolver.Resolved asLive(Resolver.Resolved wanted, LiveObject live, FieldSchema spec) {
        Value body = wanted.body();
        for (FieldPath path : paths) {
            body = asLive((Value.MapValue) body, path, live, spec);
        }
        SequencedMap<FieldPath, Template> waiting = new LinkedHashMap<>(wanted.waiting());
        waiting.keySet().removeIf(this::covers);
        return new Resolver.Resolved((Value.MapValue) body, Ordered.copyOf(waiting));
    }

    /// A field that nobody can read back, and one that has to be there, stay as git has them.
    private static Value.MapValue asLive(Value.MapValue body, FieldPath path, LiveObject live, FieldSchema spec) {
        boolean isMentioned =
                body.at(parent(path)).filter(Value.MapValue.class::isInstance).isPresent();
        Optional<Value> have = live.spec().at(path);
        if (!isMentioned) {
            return body;
        }
        if (have.isPresent()) {
            return (Value.MapValue) body.with(path, have.get());
        }
        boolean unreadable = body.at(path)
                        .filter(Value.Secret.class::isInstance)
                        .isPresent()
                || spec.at(path).filter(field -> field.rules().writeOnly()).isPresent();
        return unreadable || isRequired(path, spec) ? body : without(body, path);
    }

    private static boolean isRequired(FieldPath path, FieldSchema spec) {
        return path.segments().getLast() instanceof FieldPath.Key(String name)
                && (path.segments().size() == 1 ? Optional.of(spec) : spec.at(parent(path)))
                        .filter(object -> object.required().contains(name))
                        .isPresent();
    }

    /// A spec without the ignored fields: what the ledger remembers, and what is compared with it.
    public Value.MapValue out(Value.MapValue spec) {
        Value.MapValue left = spec;
        for (FieldPath path : paths) {
            left = without(left, path);
        }
        return left;
    }

    private static Value.MapValue without(Value.MapValue body, FieldPath path) {
        if (path.segments().getLast() instanceof FieldPath.Key(String name)
                && body.at(parent(path)).orElse(Value.NULL) instanceof Value.MapValue around) {
            return (Value.MapValue) body.with(parent(path), around.without(name));
        }
        return body;
    }

    private static FieldPath parent(FieldPath path) {
        return new FieldPath(path.segments().subList(0, path.segments().size() - 1));
    }
}
