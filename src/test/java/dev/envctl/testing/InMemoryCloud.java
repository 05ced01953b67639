package dev.envctl.testing;

import dev.envctl.problem.Code;
import dev.envctl.provider.Definition;
import dev.envctl.provider.Kinds;
import dev.envctl.provider.Observed;
import dev.envctl.provider.Ownership;
import dev.envctl.provider.Phase;
import dev.envctl.provider.Provider;
import dev.envctl.provider.ProviderException;
import dev.envctl.provider.ResourceKind;
import dev.envctl.provider.Session;
import dev.envctl.provider.Traits;
import dev.envctl.provider.Wanted;
import dev.envctl.schema.FieldRules;
import dev.envctl.schema.FieldSchema;
import dev.envctl.schema.KindSchema;
import dev.envctl.schema.Schemas;
import dev.envctl.value.Address;
import dev.envctl.value.FieldPath;
import dev.envctl.value.KindName;
import dev.envctl.value.Ordered;
import dev.envctl.value.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

/// A cloud with three kinds of things, for tests of the engine: `Thing` (two generations may live at once), `Solo`
/// (they may not), `Part` (lives inside a Thing and carries no ledger of its own), `Print` (its ledger is written at
/// birth only), `Commons` (nobody owns it). All have the same fields: `name` and `fixed` cannot be changed, `text`,
/// `links` and `tags` can, `parent` is an unchangeable reference; `version` changes with `text`.
public final class InMemoryCloud implements Provider {

    public record Thing(
            String name,
            Optional<String> text,
            Optional<String> fixed,
            Optional<String> parent,
            List<String> links,
            Map<String, String> tags) {}

    public record Stored(
            KindName kind, String id, Thing spec, Optional<Ownership> ownership, Phase phase, String state) {}

    /// What to do before a writing call: throw to refuse it.
    @FunctionalInterface
    public interface Fault {
        void before(String verb, String name);
    }

    public static final KindName THING = KindName.of("Thing");
    public static final KindName SOLO = KindName.of("Solo");
    public static final KindName PART = KindName.of("Part");
    public static final KindName PRINT = KindName.of("Print");
    public static final KindName COMMONS = KindName.of("Commons");

    private final SequencedMap<String, Stored> objects = new LinkedHashMap<>();
    private final List<String> log = new ArrayList<>();
    private final AtomicLong calls = new AtomicLong();
    private Fault fault = (verb, name) -> {};
    private int nextId = 1;

    @Override
    public String name() {
        return "memory";
    }

    @Override
    public List<ResourceKind<?>> kinds() {
        return List.of(
                new Kind(
                        THING,
                        Traits.of(10, Traits.Overlap.ALLOWED, Traits.Ledger.OBJECT, "/name")
                                .withReferences("/parent", "/links")),
                new Kind(
                        SOLO,
                        Traits.of(20, Traits.Overlap.REFUSED, Traits.Ledger.OBJECT, "/name")
                                .withInside("Thing")
                                .withReferences("/parent", "/links")),
                new Kind(
                        PART,
                        Traits.of(30, Traits.Overlap.REFUSED, Traits.Ledger.PARENT, "/parent", "/name")
                                .withScope("Thing")
                                .withReferences("/parent")),
                new Kind(PRINT, Traits.of(40, Traits.Overlap.ALLOWED, Traits.Ledger.BIRTH)),
                new Kind(COMMONS, Traits.of(5, Traits.Overlap.REFUSED, Traits.Ledger.NONE, "/name")));
    }

    @Override
    public long calls() {
        return calls.get();
    }

    public Kinds asKinds() {
        return Kinds.of(List.of(this));
    }

    public static Schemas schemas() {
        SequencedMap<KindName, KindSchema> schemas = new LinkedHashMap<>();
        for (KindName kind : List.of(THING, SOLO, PART, PRINT, COMMONS)) {
            schemas.put(kind, schema(kind));
        }
        return new Schemas(schemas);
    }

    /// Every writing call so far: `create a`, `delete a`.
    public synchronized List<String> log() {
        return List.copyOf(log);
    }

    public synchronized void forgetLog() {
        log.clear();
    }

    public synchronized void onWrite(Fault newFault) {
        fault = newFault;
    }

    public synchronized List<Stored> objects() {
        return List.copyOf(objects.values());
    }

    public synchronized Stored object(String name) {
        return objects.values().stream()
                .filter(object -> object.spec().name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    /// Changes an object behind envctl's back.
    public synchronized void put(Stored object) {
        objects.put(object.id(), object);
    }

    public synchronized String add(KindName kind, Thing thing, Optional<Ownership> ownership) {
        String id = kind.text().toLowerCase(Locale.ROOT) + "-" + nextId++;
        objects.put(id, new Stored(kind, id, thing, ownership, Phase.READY, "ready"));
        return id;
    }

    private synchronized void write(String verb, String name) {
        calls.incrementAndGet();
        fault.before(verb, name);
        log.add(verb + " " + name);
    }

    private static KindSchema schema(KindName kind) {
        SequencedMap<String, FieldSchema> fields = new LinkedHashMap<>();
        fields.put("name", text(FieldRules.Change.IMMUTABLE, "it has no rename"));
        fields.put("text", text(FieldRules.Change.IN_PLACE, ""));
        fields.put("fixed", text(FieldRules.Change.IMMUTABLE, "it is fixed"));
        fields.put("parent", text(FieldRules.Change.IMMUTABLE, ""));
        fields.put("links", list());
        fields.put("tags", tags());
        FieldSchema spec = object(fields);
        fields.put("id", computed());
        fields.put("arn", computed());
        fields.put("version", computed("text"));
        return new KindSchema(kind, "", Optional.of(spec), Optional.of(spec), object(fields));
    }

    private static FieldSchema text(FieldRules.Change change, String reason) {
        return field(
                FieldSchema.Type.TEXT,
                new FieldRules(
                        change,
                        false,
                        false,
                        false,
                        FieldRules.Order.LISTED,
                        Optional.empty(),
                        Optional.empty(),
                        Optional.of(reason).filter(text -> !text.isEmpty())));
    }

    private static FieldSchema computed(String... changesWith) {
        return field(
                FieldSchema.Type.TEXT,
                new FieldRules(
                        FieldRules.Change.IN_PLACE,
                        true,
                        false,
                        false,
                        FieldRules.Order.LISTED,
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        new FieldRules.Ties(List.of(changesWith), Optional.empty(), false)));
    }

    private static FieldSchema list() {
        return new FieldSchema(
                FieldSchema.Type.LIST,
                "",
                new FieldRules(
                        FieldRules.Change.IN_PLACE,
                        false,
                        false,
                        false,
                        FieldRules.Order.ANY_ORDER,
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty()),
                Ordered.<String, FieldSchema>copyOf(Map.of()),
                List.of(),
                Optional.of(field(FieldSchema.Type.TEXT, FieldRules.NONE)),
                Optional.empty(),
                List.of());
    }

    private static FieldSchema tags() {
        return new FieldSchema(
                FieldSchema.Type.OBJECT,
                "",
                FieldRules.NONE,
                Ordered.<String, FieldSchema>copyOf(Map.of()),
                List.of(),
                Optional.empty(),
                Optional.of(field(FieldSchema.Type.TEXT, FieldRules.NONE)),
                List.of());
    }

    private static FieldSchema field(FieldSchema.Type type, FieldRules rules) {
        return new FieldSchema(
                type,
                "",
                rules,
                Ordered.<String, FieldSchema>copyOf(Map.of()),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                List.of());
    }

    private static FieldSchema object(SequencedMap<String, FieldSchema> fields) {
        return new FieldSchema(
                FieldSchema.Type.OBJECT,
                "",
                FieldRules.NONE,
                fields,
                List.of("name"),
                Optional.empty(),
                Optional.empty(),
                List.of());
    }

    private final class Kind implements ResourceKind<Thing> {

        private final KindName name;
        private final Traits traits;

        Kind(KindName name, Traits traits) {
            this.name = name;
            this.traits = traits;
        }

        @Override
        public Definition<Thing> definition() {
            return new Definition<>(name, Thing.class, traits);
        }

        @Override
        public List<Observed<Thing>> observe(Wanted wanted, Session session) {
            calls.incrementAndGet();
            List<Observed<Thing>> found = new ArrayList<>();
            for (Stored object : objects()) {
                if (!object.kind().equals(name) || object.phase() == Phase.ABSENT) {
                    continue;
                }
                Optional<Wanted.Sought> seeker = wanted.sought().stream()
                        .filter(sought -> sought.criteria()
                                .text("name")
                                .equals(Optional.of(object.spec().name())))
                        .findFirst();
                boolean owned = observed(object)
                        .ownership()
                        .filter(ownership ->
                                ownership.environment().equals(session.place().owner()))
                        .isPresent();
                if (seeker.filter(Wanted.Sought::external).isPresent()) {
                    found.add(observed(object).soughtBy(seeker.get().address()));
                } else if ((wanted.includeOwned() && owned) || seeker.isPresent()) {
                    found.add(observed(object));
                }
            }
            return found;
        }

        @Override
        public Observed<Thing> create(Thing desired, Ownership ownership, Session session) {
            session.beforeWrite();
            write("create", desired.name());
            boolean refused = traits.overlap() == Traits.Overlap.REFUSED
                    && objects().stream()
                            .anyMatch(object -> object.kind().equals(name)
                                    && object.phase() != Phase.ABSENT
                                    && object.spec().name().equals(desired.name())
                                    && object.spec().parent().equals(desired.parent()));
            if (refused) {
                throw new ProviderException(
                        Code.INVALID_REQUEST, "memory:Create", "AlreadyExists", "", desired.name() + " exists already");
            }
            Optional<Ownership> ledger = traits.ledger().isOnObject() ? Optional.of(ownership) : Optional.empty();
            return read(add(name, desired, ledger));
        }

        @Override
        public Observed<Thing> update(
                Observed<Thing> current, Thing desired, Set<FieldPath> changed, Ownership ownership, Session session) {
            session.beforeWrite();
            write("update", desired.name());
            put(new Stored(name, current.id(), desired, Optional.of(ownership), Phase.READY, "ready"));
            return read(current.id());
        }

        @Override
        public void delete(Observed<Thing> current, Session session) {
            session.beforeWrite();
            write("delete", current.spec().name());
            synchronized (InMemoryCloud.this) {
                boolean inUse = objects.values().stream()
                        .anyMatch(object -> object.spec().parent().equals(Optional.of(current.id())));
                if (inUse) {
                    throw new ProviderException(
                            Code.INVALID_REQUEST, "memory:Delete", "InUse", "", current.id() + " is in use");
                }
                objects.remove(current.id());
            }
        }

        @Override
        public void claim(Observed<Thing> current, Ownership ownership, Session session) {
            session.beforeWrite();
            write("claim", current.spec().name());
            Stored object = stored(current.id());
            put(new Stored(name, object.id(), object.spec(), Optional.of(ownership), object.phase(), object.state()));
        }

        @Override
        public void release(Observed<Thing> current, Session session) {
            session.beforeWrite();
            write("release", current.spec().name());
            Stored object = stored(current.id());
            put(new Stored(name, object.id(), object.spec(), Optional.empty(), object.phase(), object.state()));
        }

        @Override
        public Observed<Thing> await(Observed<Thing> current, Session session) {
            write("await", current.spec().name());
            Stored object = stored(current.id());
            put(new Stored(name, object.id(), object.spec(), object.ownership(), Phase.READY, "ready"));
            return read(current.id());
        }

        private Observed<Thing> read(String id) {
            return observed(stored(id));
        }

        private Stored stored(String id) {
            synchronized (InMemoryCloud.this) {
                return Optional.ofNullable(objects.get(id)).orElseThrow();
            }
        }

        private Observed<Thing> observed(Stored object) {
            return new Observed<>(
                    object.id(),
                    object.spec(),
                    Value.map(
                            "id", Value.of(object.id()),
                            "arn", Value.of("arn:memory:" + object.id()),
                            "version", Value.of("v-" + object.spec().text().orElse(""))),
                    traits.ledger().isOnObject() ? object.ownership() : ofParent(object),
                    object.phase(),
                    object.state(),
                    Optional.empty(),
                    Optional.empty());
        }

        /// A part belongs to whoever owns the thing it lives in.
        private Optional<Ownership> ofParent(Stored object) {
            return object.spec()
                    .parent()
                    .flatMap(parent -> stored(parent).ownership())
                    .map(ownership -> new Ownership(
                            ownership.environment(),
                            Address.of(name, "live-" + object.spec().name()),
                            "",
                            1,
                            Ownership.Protection.NONE));
        }
    }
}
