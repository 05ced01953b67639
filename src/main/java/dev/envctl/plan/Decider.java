package dev.envctl.plan;

import dev.envctl.expression.Template;
import dev.envctl.provider.Kinds;
import dev.envctl.provider.LiveObject;
import dev.envctl.provider.Ownership;
import dev.envctl.provider.Traits;
import dev.envctl.schema.FieldSchema;
import dev.envctl.schema.KindSchema;
import dev.envctl.schema.Schemas;
import dev.envctl.spec.EnvironmentSettings;
import dev.envctl.spec.Lifecycle;
import dev.envctl.spec.Resource;
import dev.envctl.value.Address;
import dev.envctl.value.FieldPath;
import dev.envctl.value.Value;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Decides what becomes of each resource, in graph order, and leaves its future attributes for those that come after.
final class Decider {

    private final Planner.Request request;
    private final Kinds kinds;
    private final Schemas schemas;
    private final LiveIndex live;
    private final Ledgers ledgers;
    private final Attributes attributes;
    private final Map<Address, Action> decided = new LinkedHashMap<>();
    private final Set<Address> replaced = new LinkedHashSet<>();

    Decider(Planner.Request request, Kinds kinds, Schemas schemas, LiveIndex live, Attributes attributes) {
        this.request = request;
        this.kinds = kinds;
        this.schemas = schemas;
        this.live = live;
        this.ledgers = new Ledgers(request, schemas);
        this.attributes = attributes;
    }

    /// Nothing is live: to be created, unless the whole environment is to go.
    Optional<Decision> missing(Resource resource, Resolver.Resolved resolved) {
        KindSchema schema = schemas.get(resource.address().kind());
        attributes.put(resource.address(), Attributes.ofNew(resolved.body(), schema));
        if (request.mode() == Plan.Mode.DESTROY) {
            return Optional.empty();
        }
        return Optional.of(decision(
                resource, Action.CREATE, resolved, Optional.empty(), List.of(), Match.How.OWNED, List.of(), List.of()));
    }

    Decision found(Resource resource, Resolver.Resolved resolved, Match.Found found) {
        KindSchema schema = schemas.get(resource.address().kind());
        if (found.how() == Match.How.LOOKED_UP) {
            attributes.put(resource.address(), found.current().attributes());
            return decision(resource, Action.READ, resolved, found, List.of(), List.of());
        }
        if (request.mode() == Plan.Mode.DESTROY) {
            attributes.put(resource.address(), Attributes.ofKept(resolved.body(), found.current(), schema));
            return destroyed(resource, resolved, found);
        }
        return compared(resource, resolved, withoutIgnoredTags(found), schema);
    }

    private Decision destroyed(Resource resource, Resolver.Resolved resolved, Match.Found found) {
        boolean retained = resource.lifecycle().onDelete() == Lifecycle.OnDelete.RETAIN;
        Traits.Ledger ledger = kinds.get(resource.address().kind()).traits().ledger();
        boolean cannotBeGivenUp = retained && ledger == Traits.Ledger.BIRTH;
        if (found.how() == Match.How.ADOPTED || ledger == Traits.Ledger.NONE || cannotBeGivenUp) {
            return decision(resource, Action.READ, resolved, found, List.of(), List.of());
        }
        return retained
                ? decision(
                        resource,
                        Action.FORGET,
                        resolved,
                        found,
                        List.of(),
                        List.of(new Reason(Reason.Cause.RETAINED, "onDelete is retain")))
                : decision(
                        resource,
                        Action.DELETE,
                        resolved,
                        found,
                        List.of(),
                        List.of(new Reason(Reason.Cause.DESTROY, "the environment is destroyed")));
    }

    private Decision compared(Resource resource, Resolver.Resolved asked, Match.Found found, KindSchema schema) {
        FieldSchema spec = schema.spec().orElse(schema.attributes());
        LiveObject current = found.current();
        Ignored ignored = new Ignored(resource.lifecycle().ignoreChanges());
        Resolver.Resolved resolved = ignored.asLive(asked, current, spec);
        List<FieldChange> different = Diff.between(resolved.body(), current.spec(), spec, ignored::covers);
        List<FieldChange> own = found.how() == Match.How.ADOPTED
                ? Divergences.ofAdopted(different)
                : Divergences.classify(
                        different, ignored.out(resolved.body()), current.withSpec(ignored.out(current.spec())), spec);
        List<FieldChange> differences = new Holding(decided).of(own, resolved, spec);
        List<FieldChange> shown = withProtection(resource, found, differences);
        Traits.Ledger ledger = kinds.get(resource.address().kind()).traits().ledger();
        Rule.Verdict verdict = Rule.verdict(new Situation(
                resource.address(),
                Optional.of(current),
                differences,
                request.replace().contains(resource.address()) && ledger != Traits.Ledger.NONE,
                ledger == Traits.Ledger.BIRTH
                        ? ledgerChange(found, shown.size() > differences.size())
                        : Optional.empty(),
                upstream(resolved, differences),
                replacedContainer(resource.address())));
        Action action = action(resource, resolved, found, verdict.intent(), shown.size() > differences.size());
        decided.put(resource.address(), action);
        attributes.put(
                resource.address(),
                action.creates()
                        ? Attributes.ofNew(asked.body(), schema)
                        : Attributes.ofChanged(resolved.body(), current, schema, differences));
        return decision(resource, action, action.creates() ? asked : resolved, found, shown, reasons(verdict, found));
    }

    private static Optional<String> ledgerChange(Match.Found found, boolean protectionChanges) {
        if (found.how() == Match.How.RENAMED) {
            return Optional.of("its name");
        }
        return protectionChanges ? Optional.of("its protection") : Optional.empty();
    }

    private static List<Reason> reasons(Rule.Verdict verdict, Match.Found found) {
        List<Reason> reasons = new ArrayList<>(verdict.reasons());
        switch (found.how()) {
            case ADOPTED -> reasons.add(new Reason(Reason.Cause.ADOPTED, "adopt is set, and the object has no owner"));
            case RENAMED -> reasons.add(new Reason(Reason.Cause.RENAMED, "previousNames has its earlier name"));
            case OWNED, LOOKED_UP -> {}
        }
        return reasons;
    }

    private Action action(
            Resource resource,
            Resolver.Resolved resolved,
            Match.Found found,
            Rule.Intent intent,
            boolean protectionChanges) {
        return switch (intent) {
            case CREATE -> Action.CREATE;
            case UPDATE -> Action.UPDATE;
            case WAIT -> Action.WAIT;
            case KEEP -> protectionChanges ? Action.UPDATE : Action.NO_OP;
            case REPLACE_WHEN_GONE -> Action.DELETE_THEN_CREATE;
            case REPLACE ->
                createsFirst(resource, resolved, found) ? Action.CREATE_THEN_DELETE : Action.DELETE_THEN_CREATE;
        };
    }

    /// A resource that stands on something which goes before it comes back has to go with it.
    private boolean createsFirst(Resource resource, Resolver.Resolved resolved, Match.Found found) {
        boolean upstreamGoesFirst = request.graph().dependenciesOf(resource.address()).stream()
                .anyMatch(dependency -> decided.get(dependency) == Action.DELETE_THEN_CREATE);
        boolean possible = switch (kinds.get(resource.address().kind()).traits().overlap()) {
            case ALLOWED -> true;
            case WHEN_RENAMED ->
                live.hasNaturalKey(resource.address().kind(), resolved.body())
                        && !live.sameNaturalKey(resource.address().kind(), resolved.body(), found.current());
            case REFUSED -> false;
        };
        return possible
                && !upstreamGoesFirst
                && resource.lifecycle().createBeforeDestroy().orElse(true);
    }

    /// Through others, too: a cluster stands in the VPC of its subnets.
    private Optional<Address> replacedContainer(Address address) {
        Traits traits = kinds.get(address.kind()).traits();
        List<Address> gone =
                replaced.stream().filter(each -> traits.standsIn(each.kind())).toList();
        return gone.isEmpty() ? Optional.empty() : nearest(address, gone);
    }

    private Optional<Address> nearest(Address address, List<Address> gone) {
        Set<Address> seen = new LinkedHashSet<>();
        Deque<Address> left = new ArrayDeque<>(request.graph().dependenciesOf(address));
        while (!left.isEmpty()) {
            Address dependency = left.removeFirst();
            if (gone.contains(dependency)) {
                return Optional.of(dependency);
            }
            if (seen.add(dependency)) {
                left.addAll(request.graph().dependenciesOf(dependency));
            }
        }
        return Optional.empty();
    }

    private List<Situation.Upstream> upstream(Resolver.Resolved resolved, List<FieldChange> differences) {
        List<Situation.Upstream> found = new ArrayList<>();
        for (FieldChange field : differences) {
            for (var waiting : resolved.waiting().entrySet()) {
                if (waiting.getKey().startsWith(field.path()) || field.path().startsWith(waiting.getKey())) {
                    unknownSource(waiting.getValue())
                            .ifPresent(resource -> found.add(new Situation.Upstream(
                                    field,
                                    resource,
                                    decided.getOrDefault(resource, Action.CREATE)
                                            .isReplacement())));
                }
            }
        }
        return found;
    }

    private Optional<Address> unknownSource(Template template) {
        return template.references().stream()
                .filter(reference -> !attributes
                        .attribute(reference.resource(), reference.path())
                        .isKnown())
                .map(Template.Reference::resource)
                .findFirst();
    }

    /// Protection is part of what git says, so a difference in it is shown like a field's.
    private static List<FieldChange> withProtection(
            Resource resource, Match.Found found, List<FieldChange> differences) {
        Optional<Ownership.Protection> written =
                found.current().ownership().map(Ownership::protection).filter(_ -> found.how() == Match.How.OWNED);
        Ownership.Protection wanted = Ledgers.protection(resource.lifecycle());
        if (written.isEmpty() || written.get() == wanted) {
            return differences;
        }
        List<FieldChange> all = new ArrayList<>(differences);
        all.add(new FieldChange(
                FieldPath.of("lifecycle", "protection"),
                Optional.of(Value.of(word(written.get()))),
                Optional.of(Value.of(word(wanted))),
                false,
                Optional.empty(),
                Divergence.PENDING));
        return all;
    }

    private static String word(Ownership.Protection protection) {
        return switch (protection) {
            case NONE -> "none";
            case PROTECTED -> "protect";
            case RETAINED -> "retain";
        };
    }

    /// Tags that the environment ignores are somebody else's: neither compared, nor hashed, nor taken away.
    private Match.Found withoutIgnoredTags(Match.Found found) {
        EnvironmentSettings.IgnoredTags ignored = request.settings().ignoredTags();
        LiveObject current = found.current();
        if (!(current.spec().get("tags").orElse(Value.NULL) instanceof Value.MapValue tags)) {
            return found;
        }
        Value.MapValue kept = tags;
        for (String key : tags.entries().keySet()) {
            kept = ignored.covers(key) ? kept.without(key) : kept;
        }
        return new Match.Found(current.withSpec(current.spec().with("tags", kept)), found.older(), found.how());
    }

    private Decision decision(
            Resource resource,
            Action action,
            Resolver.Resolved resolved,
            Match.Found found,
            List<FieldChange> fields,
            List<Reason> reasons) {
        return decision(
                resource, action, resolved, Optional.of(found.current()), found.older(), found.how(), fields, reasons);
    }

    private Decision decision(
            Resource resource,
            Action action,
            Resolver.Resolved resolved,
            Optional<LiveObject> current,
            List<LiveObject> older,
            Match.How how,
            List<FieldChange> fields,
            List<Reason> reasons) {
        decided.put(resource.address(), action);
        if (action.isReplacement()) {
            replaced.add(resource.address());
        }
        int generation = current.flatMap(LiveObject::ownership)
                .map(Ownership::generation)
                .orElse(1);
        Ownership ledger = ledgers.of(resource, resolved.body(), generation);
        return new Decision(resource, action, resolved, current, older, how, fields, reasons, ledger);
    }
}
