package dev.envctl.plan;

import dev.envctl.dag.Concurrent;
import dev.envctl.graph.ResourceGraph;
import dev.envctl.problem.Problem;
import dev.envctl.problem.Problems;
import dev.envctl.provider.Kinds;
import dev.envctl.provider.LiveObject;
import dev.envctl.provider.Observed;
import dev.envctl.provider.ProviderException;
import dev.envctl.provider.Session;
import dev.envctl.provider.Wanted;
import dev.envctl.schema.Schemas;
import dev.envctl.spec.Resource;
import dev.envctl.value.Address;
import dev.envctl.value.KindName;
import dev.envctl.value.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;

/// Reads the world in rounds. In the first, every kind that lives in no other lists what the environment owns, all at
/// once; kinds that live inside another (endpoints in virtual clusters) follow when that one is known. A document whose
/// look-up depends on something that an earlier round brought is asked for in the next. Nothing is read resource by
/// resource, so the number of calls does not grow with the environment.
final class Observer {

    static final int AT_ONCE = 16;

    private final ResourceGraph graph;
    private final Ledgers ledgers;
    private final Kinds kinds;
    private final Schemas schemas;
    private final Resolver resolver;
    private final Session session;
    private final LiveIndex live;
    private final Matcher matcher;
    private final Scopes scopes;
    private final Set<Address> asked = new LinkedHashSet<>();
    private final SequencedMap<KindName, List<Wanted.Sought>> everSought = new LinkedHashMap<>();
    private final Problems problems = new Problems();

    Observer(Planner.Request request, Kinds kinds, Schemas schemas, Resolver resolver, Session session) {
        this.graph = request.graph();
        this.ledgers = new Ledgers(request, schemas);
        this.kinds = kinds;
        this.schemas = schemas;
        this.resolver = resolver;
        this.session = session;
        this.live = new LiveIndex(session.place().owner(), kinds, schemas);
        this.matcher = new Matcher(live, kinds);
        this.scopes = new Scopes(kinds);
    }

    private record Due(KindName kind, Wanted wanted) {}

    private record Answer(List<LiveObject> objects, List<Problem> problems) {}

    /// Throws every problem that the kinds had.
    LiveIndex observe() {
        for (List<Due> due = due(); !due.isEmpty(); due = due()) {
            for (Answer answer : Concurrent.map(due, AT_ONCE, this::ask)) {
                answer.objects().forEach(live::add);
                problems.addAll(answer.problems());
            }
            problems.throwIfErrors();
        }
        return live;
    }

    /// Whoever asks again does so before something is changed, and is not to be put off with settled ledgers.
    Reliance reliance() {
        List<Reliance.Asked> all = new ArrayList<>();
        scopes.listed().forEach(kind -> all.add(new Reliance.Asked(kind, asked(kind))));
        return new Reliance(all, List.copyOf(live.all()));
    }

    private List<Wanted.Sought> asked(KindName kind) {
        return everSought.getOrDefault(kind, List.of()).stream()
                .map(Wanted.Sought::withoutSettled)
                .toList();
    }

    private Answer ask(Due due) {
        try {
            return new Answer(kinds.get(due.kind()).observe(due.wanted(), session), List.of());
        } catch (ProviderException thrown) {
            Problem problem = thrown.problem();
            return new Answer(
                    List.of(),
                    List.of(concerned(thrown, due.wanted().sought())
                            .map(resource -> problem.at(resource.source()))
                            .orElse(problem)));
        }
    }

    /// The document that a refusal is about: the one that the kind names, or the only one that was asked for.
    private Optional<Resource> concerned(ProviderException thrown, List<Wanted.Sought> sought) {
        Optional<Address> only =
                sought.size() == 1 ? Optional.of(sought.getFirst().address()) : Optional.empty();
        return thrown.about().or(() -> only).flatMap(graph::find);
    }

    private List<Due> due() {
        SequencedMap<KindName, List<Wanted.Sought>> sought = sought();
        List<Due> due = new ArrayList<>();
        for (KindName kind : kinds.byName().keySet()) {
            List<Wanted.Sought> ofKind = sought.getOrDefault(kind, List.of());
            boolean first = !scopes.listed().contains(kind);
            if (first ? scopes.isReady(kind) : !ofKind.isEmpty()) {
                due.add(new Due(kind, new Wanted(first, ofKind, parents(kind))));
            }
        }
        for (Due each : due) {
            scopes.listed().add(each.kind());
            each.wanted().sought().stream().filter(this::isComplete).forEach(one -> asked.add(one.address()));
            everSought
                    .computeIfAbsent(each.kind(), _ -> new ArrayList<>())
                    .addAll(each.wanted().sought());
        }
        return due;
    }

    private List<Observed<?>> parents(KindName kind) {
        return scopes.parents(
                kind,
                live.all().stream()
                        .filter(object ->
                                live.isOurs(object) || object.soughtBy().isPresent()));
    }

    /// What is not found yet, was not asked for yet, and can be asked for with what is known by now.
    private SequencedMap<KindName, List<Wanted.Sought>> sought() {
        SequencedMap<KindName, List<Wanted.Sought>> sought = new LinkedHashMap<>();
        Attributes attributes = new Attributes();
        Problems later = new Problems();
        for (Resource resource : graph.order()) {
            Value.MapValue body = resolver.resolve(resource, attributes, later).body();
            Match match = matcher.match(resource, body);
            if (match instanceof Match.Found found) {
                attributes.put(resource.address(), attributesOf(resource, body, found.current()));
            } else if (canBeAsked(resource, body)) {
                sought.computeIfAbsent(resource.address().kind(), _ -> new ArrayList<>())
                        .add(new Wanted.Sought(
                                resource.address(),
                                resource.mode() == Resource.Mode.EXTERNAL,
                                knownPart(body),
                                ledgers.settled(resource, body)));
            }
        }
        return sought;
    }

    private Value.MapValue attributesOf(Resource resource, Value.MapValue body, LiveObject object) {
        return switch (resource.mode()) {
            case EXTERNAL -> object.attributes();
            case MANAGED ->
                Attributes.ofKept(body, object, schemas.get(resource.address().kind()));
        };
    }

    /// With its kind's first listing a managed resource goes along with whatever is known of it, so that a kind can
    /// check early what it refers to; after that it is asked for once, when its key is known.
    private boolean canBeAsked(Resource resource, Value.MapValue body) {
        if (asked.contains(resource.address())) {
            return false;
        }
        return switch (resource.mode()) {
            case EXTERNAL -> body.isKnown();
            case MANAGED ->
                !scopes.listed().contains(resource.address().kind())
                        || live.hasNaturalKey(resource.address().kind(), body);
        };
    }

    private boolean isComplete(Wanted.Sought sought) {
        return sought.external() || live.hasNaturalKey(sought.address().kind(), sought.criteria());
    }

    private static Value.MapValue knownPart(Value.MapValue body) {
        SequencedMap<String, Value> known = new LinkedHashMap<>();
        body.entries().forEach((key, value) -> {
            if (value.isKnown()) {
                known.put(key, value);
            }
        });
        return new Value.MapValue(known);
    }
}
