package dev.envctl.plan;

import dev.envctl.dag.Concurrent;
import dev.envctl.problem.Code;
import dev.envctl.problem.Problem;
import dev.envctl.problem.ProblemException;
import dev.envctl.problem.Problems;
import dev.envctl.provider.Kinds;
import dev.envctl.provider.LiveObject;
import dev.envctl.provider.ProviderException;
import dev.envctl.provider.Session;
import dev.envctl.provider.Wanted;
import dev.envctl.schema.FieldSchema;
import dev.envctl.schema.Schemas;
import dev.envctl.value.Address;
import dev.envctl.value.FieldPath;
import dev.envctl.value.Value;
import dev.envctl.value.ValueJson;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Whether a saved plan still fits the world: asks the kinds the same questions again and compares what the plan relied
/// on. What changed elsewhere does not matter.
public final class Staleness {

    private final Kinds kinds;
    private final Schemas schemas;
    private final Session session;
    private final Map<LiveObject.Identity, LiveObject> now = new LinkedHashMap<>();
    private final Scopes scopes;
    private final Problems problems = new Problems();

    public Staleness(Kinds kinds, Schemas schemas, Session session) {
        this.kinds = kinds;
        this.schemas = schemas;
        this.session = session;
        this.scopes = new Scopes(kinds);
    }

    /// Throws a problem for each object that moved, naming the attribute.
    public void check(Plan plan) {
        observe(plan.reliance());
        Set<LiveObject.Identity> before = new LinkedHashSet<>();
        for (LiveObject object : plan.reliance().objects()) {
            before.add(object.identity());
            compare(object);
        }
        now.values().stream()
                .filter(object -> isOurs(object) && !before.contains(object.identity()))
                .forEach(object -> stale(object, "appeared"));
        problems.throwIfErrors();
    }

    private void observe(Reliance reliance) {
        List<Reliance.Asked> left = new ArrayList<>(reliance.asked());
        while (!left.isEmpty()) {
            List<Reliance.Asked> round =
                    left.stream().filter(asked -> scopes.isReady(asked.kind())).toList();
            Concurrent.map(round, Observer.AT_ONCE, this::ask)
                    .forEach(objects -> objects.forEach(object -> now.putIfAbsent(object.identity(), object)));
            round.forEach(asked -> scopes.listed().add(asked.kind()));
            left.removeAll(round);
        }
    }

    private List<LiveObject> ask(Reliance.Asked asked) {
        try {
            return kinds.get(asked.kind())
                    .observe(
                            new Wanted(true, asked.sought(), scopes.parents(asked.kind(), now.values().stream())),
                            session);
        } catch (ProviderException thrown) {
            throw new ProblemException(thrown.problem());
        }
    }

    private void compare(LiveObject before) {
        LiveObject after = now.get(before.identity());
        if (after == null) {
            stale(before, "is gone");
            return;
        }
        movedAttribute(before, after)
                .ifPresent(path -> stale(
                        before,
                        "has another %s now: %s instead of %s"
                                .formatted(path, shown(after, path), shown(before, path))));
        if (!before.ownership().equals(after.ownership())) {
            stale(before, "was applied or claimed by somebody else");
        }
    }

    private Optional<FieldPath> movedAttribute(LiveObject before, LiveObject after) {
        FieldSchema spec = schemas.get(before.kind()).attributes();
        return Diff.between(before.spec(), after.spec(), spec, _ -> false).stream()
                .map(FieldChange::path)
                .findFirst();
    }

    private String shown(LiveObject object, FieldPath path) {
        boolean secret = schemas.get(object.kind())
                .attributes()
                .at(path)
                .filter(field -> field.rules().secret())
                .isPresent();
        Value value = object.attributes().at(path).orElse(Value.NULL);
        return secret ? "(sensitive value)" : ValueJson.write(value);
    }

    private void stale(LiveObject object, String what) {
        String address = object.ownership()
                .map(ownership -> ownership.address())
                .or(object::soughtBy)
                .map(Address::toString)
                .orElse(object.kind().text());
        problems.add(
                Problem.of(Code.STALE_PLAN, "%s (%s) %s since the plan was made.".formatted(address, object.id(), what))
                        .withHint("Make the plan again and look at it before applying."));
    }

    private boolean isOurs(LiveObject object) {
        return object.ownership()
                .filter(ownership ->
                        ownership.environment().equals(session.place().owner()))
                .isPresent();
    }
}
