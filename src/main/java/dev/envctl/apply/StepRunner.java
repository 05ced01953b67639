package dev.envctl.apply;

import dev.envctl.expression.Scope;
import dev.envctl.expression.Template;
import dev.envctl.plan.Fingerprint;
import dev.envctl.plan.ReadBack;
import dev.envctl.plan.Step;
import dev.envctl.problem.Code;
import dev.envctl.problem.Problem;
import dev.envctl.problem.ProblemException;
import dev.envctl.provider.KindDriver;
import dev.envctl.provider.Kinds;
import dev.envctl.provider.LiveObject;
import dev.envctl.provider.Ownership;
import dev.envctl.provider.Phase;
import dev.envctl.provider.ProviderException;
import dev.envctl.provider.Session;
import dev.envctl.schema.FieldSchema;
import dev.envctl.schema.Schemas;
import dev.envctl.value.Address;
import dev.envctl.value.FieldPath;
import dev.envctl.value.Value;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Does one step: fills in what was waiting, calls the kind, reads back and compares with what was planned. Any number
/// of threads may run steps at once.
public final class StepRunner {

    /// How a step ended: an object with its attributes, nothing any more, or a problem.
    sealed interface Result {
        record Made(String objectId, Value.MapValue attributes) implements Result {}

        record Gone() implements Result {}

        record Failed(Problem problem) implements Result {}
    }

    private static final Logger log = LoggerFactory.getLogger(StepRunner.class);

    private final Kinds kinds;
    private final Schemas schemas;
    private final BiFunction<Template, Scope, Value> evaluator;
    private final Secrets secrets;

    public StepRunner(Kinds kinds, Schemas schemas, BiFunction<Template, Scope, Value> evaluator, Secrets secrets) {
        this.kinds = kinds;
        this.schemas = schemas;
        this.evaluator = evaluator;
        this.secrets = secrets;
    }

    /// One failed resource must not take the others with it: this is the one place where a step's exceptions end.
    Result run(Step step, Map<Address, Value.MapValue> made, Session session) {
        try {
            return perform(step, made, session);
        } catch (ProviderException refused) {
            return new Result.Failed(naming(step, refused.problem()));
        } catch (ProblemException wrong) {
            return new Result.Failed(naming(step, wrong.problems().getFirst()));
        } catch (RuntimeException bug) {
            log.debug("{}", step.id(), bug);
            return new Result.Failed(naming(step, Problem.of(Code.INTERNAL, String.valueOf(bug))));
        }
    }

    private Result perform(Step step, Map<Address, Value.MapValue> made, Session session) {
        KindDriver<?> kind = kinds.get(step.id().address().kind());
        return switch (step.id().verb()) {
            case CREATE -> create(step, kind, resolve(step, made), session);
            case UPDATE -> update(step, kind, resolve(step, made), session);
            case CLAIM -> {
                kind.claim(object(step), ownership(step, resolve(step, made)), session);
                yield made(step, object(step), step.desired());
            }
            case AWAIT -> made(step, kind.await(object(step), session), step.desired());
            case DELETE -> {
                kind.delete(object(step), session);
                yield new Result.Gone();
            }
            case RELEASE -> {
                kind.release(object(step), session);
                yield new Result.Gone();
            }
        };
    }

    private Result create(Step step, KindDriver<?> kind, Value.MapValue desired, Session session) {
        LiveObject result = kind.create(secrets.reveal(desired), ownership(step, desired), session);
        ReadBack.check(desired, result, spec(step), _ -> true);
        return made(step, result, desired);
    }

    private Result update(Step step, KindDriver<?> kind, Value.MapValue desired, Session session) {
        LiveObject current =
                object(step).phase() == Phase.IN_PROGRESS ? kind.await(object(step), session) : object(step);
        Set<FieldPath> changed = new LinkedHashSet<>(step.changed());
        changed.removeIf(path -> path.startsWith(FieldPath.of("lifecycle")));
        LiveObject result = kind.update(current, secrets.reveal(desired), changed, ownership(step, desired), session);
        ReadBack.check(desired, result, spec(step), path -> changed.stream().anyMatch(path::startsWith));
        return made(step, result, desired);
    }

    private static Result made(Step step, LiveObject object, Value.MapValue desired) {
        return switch (step.id().verb()) {
            case CREATE, UPDATE, AWAIT, CLAIM -> new Result.Made(object.id(), desired.merge(object.attributes()));
            case DELETE, RELEASE -> new Result.Gone();
        };
    }

    private Value.MapValue resolve(Step step, Map<Address, Value.MapValue> made) {
        Scope scope = (resource, path) -> {
            Value.MapValue attributes = made.get(resource);
            return attributes == null ? Value.UNKNOWN : attributes.at(path).orElse(Value.NULL);
        };
        Value desired = step.desired();
        for (var waiting : step.waiting().entrySet()) {
            Value value = evaluator.apply(waiting.getValue(), scope);
            if (!value.isKnown()) {
                throw new IllegalStateException(
                        waiting.getKey() + " is still unknown when its step begins; this is a bug in envctl");
            }
            desired = desired.with(waiting.getKey(), value);
        }
        return ReadBack.withoutNulls((Value.MapValue) desired);
    }

    private Ownership ownership(Step step, Value.MapValue desired) {
        Ownership planned = step.ownership().orElseThrow();
        return new Ownership(
                planned.environment(),
                planned.address(),
                Fingerprint.of(step.ignored().out(desired), spec(step)),
                planned.generation(),
                planned.protection());
    }

    private FieldSchema spec(Step step) {
        var schema = schemas.get(step.id().address().kind());
        return schema.spec().orElse(schema.attributes());
    }

    private static LiveObject object(Step step) {
        return step.object()
                .orElseThrow(() -> new IllegalStateException(step.id() + " has no object; this is a bug in envctl"));
    }

    private static Problem naming(Step step, Problem problem) {
        String doing = switch (step.id().verb()) {
            case CREATE -> "creating";
            case UPDATE -> "updating";
            case DELETE -> "destroying";
            case CLAIM -> "taking over";
            case RELEASE -> "giving up";
            case AWAIT -> "waiting for";
        };
        String detail = "%s %s: %s".formatted(doing, step.id().address(), problem.detail());
        return new Problem(
                problem.code(),
                detail.substring(0, 1).toUpperCase(Locale.ROOT) + detail.substring(1),
                problem.source(),
                problem.hint());
    }
}
