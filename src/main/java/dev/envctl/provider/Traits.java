package dev.envctl.provider;

import dev.envctl.value.FieldPath;
import dev.envctl.value.KindName;
import dev.envctl.value.Ordered;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.stream.Stream;

/// What is true of every object of a kind.
///
/// - `rank`: place in the global order of creation (10 networks and buckets … 90 mappings); deletions without a
///   reference between them run from high to low;
/// - `overlap`: whether two generations can live side by side, so that a replacement creates before it destroys;
/// - `ledger`: where ownership is written;
/// - `naturalKey`: the spec fields by which a live object is recognised when it carries no address of ours;
/// - `scope`: the kind inside whose objects these live; it is observed first and handed over in [Wanted#parents];
/// - `references`: spec or computed fields that hold the id or ARN of another live object, for the order of deletions
///   that have no YAML any more;
/// - `states`: every state the service reports and what it means;
/// - `typical`: how long create and delete usually take, for progress;
/// - `waitsFor`: kinds of the same environment (sharing a scope) that have to be there first although no field refers
///   to them;
/// - `actions`: the IAM actions that the kind's calls need;
/// - `listed`: how the service that lists everything with a tag names these objects. Where no document mentions the
///   kind, that one listing tells whether the environment owns any; empty where it does not know them;
/// - `inside`: kinds, beside the scope, whose objects take these with them when they go, although no field that could
///   change says so (a cluster keeps its name in another VPC).
public record Traits(Memory memory, Order order, Life life, List<String> actions) {

    public Traits {
        actions = List.copyOf(actions);
    }

    /// How an object is known to be whose it is.
    public record Memory(Ledger ledger, List<FieldPath> naturalKey, Optional<Listed> listed) {
        public Memory {
            naturalKey = List.copyOf(naturalKey);
        }
    }

    /// What an object comes after and goes before.
    public record Order(
            int rank,
            Optional<KindName> scope,
            List<KindName> inside,
            List<FieldPath> references,
            List<KindName> waitsFor) {
        public Order {
            inside = List.copyOf(inside);
            references = List.copyOf(references);
            waitsFor = List.copyOf(waitsFor);
        }
    }

    /// What becomes of an object while it is there.
    public record Life(Overlap overlap, SequencedMap<String, Phase> states, Typical typical) {
        public Life {
            states = Ordered.copyOf(states);
        }
    }

    public enum Overlap {
        /// Create-before-destroy is the default.
        ALLOWED,
        /// Allowed as long as the natural key of the new one differs from the old one's.
        WHEN_RENAMED,
        /// Two at once are refused by the service.
        REFUSED
    }

    public enum Ledger {
        /// Tags, labels or annotations on the object itself.
        OBJECT,
        /// Tags that the service takes with the creation and never again. What would have to be written there
        /// later (a new name, another protection) takes a new object, and giving the object up leaves them
        /// where they are.
        BIRTH,
        /// The object carries none and belongs to the owner of the object it lives in.
        PARENT,
        /// Nobody owns it: an account has one, and whoever needs it makes sure that it is there. Found live it
        /// is right as it is, and it outlives its document. The natural key holds everything that cannot be
        /// changed.
        NONE;

        /// Whether the object itself tells whose it is.
        public boolean isOnObject() {
            return this == OBJECT || this == BIRTH;
        }
    }

    /// `ec2` and `natgateway/`: the service of an ARN, and how its last part begins.
    public record Listed(String service, String type) {}

    public record Typical(Duration create, Duration delete) {
        public static final Typical SECONDS = new Typical(Duration.ofSeconds(2), Duration.ofSeconds(2));
    }

    /// A kind without states, scope or waiting; refine with the `with…` copies.
    public static Traits of(int rank, Overlap overlap, Ledger ledger, String... naturalKeyPointers) {
        return new Traits(
                new Memory(ledger, paths(naturalKeyPointers), Optional.empty()),
                new Order(rank, Optional.empty(), List.of(), List.of(), List.of()),
                new Life(overlap, Ordered.copyOf(Map.of()), Typical.SECONDS),
                List.of());
    }

    public Traits withScope(String kind) {
        return with(new Order(
                rank(), Optional.of(KindName.of(kind)), order.inside(), order.references(), order.waitsFor()));
    }

    public Traits withInside(String... kinds) {
        return with(new Order(rank(), scope(), kinds(kinds), order.references(), order.waitsFor()));
    }

    public Traits withReferences(String... pointers) {
        return with(new Order(rank(), scope(), order.inside(), paths(pointers), order.waitsFor()));
    }

    public Traits withWaitsFor(String... kinds) {
        return with(new Order(rank(), scope(), order.inside(), order.references(), kinds(kinds)));
    }

    public Traits withStates(SequencedMap<String, Phase> table) {
        return with(new Life(overlap(), table, typical()));
    }

    public Traits withTypical(Duration create, Duration delete) {
        return with(new Life(overlap(), states(), new Typical(create, delete)));
    }

    public Traits withListed(String service, String type) {
        return new Traits(
                new Memory(ledger(), naturalKey(), Optional.of(new Listed(service, type))), order, life, actions);
    }

    public Traits withActions(String... names) {
        return new Traits(memory, order, life, List.of(names));
    }

    private Traits with(Order other) {
        return new Traits(memory, other, life, actions);
    }

    private Traits with(Life other) {
        return new Traits(memory, order, other, actions);
    }

    private static List<FieldPath> paths(String... pointers) {
        return Stream.of(pointers).map(FieldPath::parse).toList();
    }

    private static List<KindName> kinds(String... names) {
        return Stream.of(names).map(KindName::of).toList();
    }

    public int rank() {
        return order.rank();
    }

    public Overlap overlap() {
        return life.overlap();
    }

    public Ledger ledger() {
        return memory.ledger();
    }

    public List<FieldPath> naturalKey() {
        return memory.naturalKey();
    }

    public Optional<KindName> scope() {
        return order.scope();
    }

    public List<FieldPath> references() {
        return order.references();
    }

    public SequencedMap<String, Phase> states() {
        return life.states();
    }

    public Typical typical() {
        return life.typical();
    }

    public List<KindName> waitsFor() {
        return order.waitsFor();
    }

    public Optional<Listed> listed() {
        return memory.listed();
    }

    /// Whether these objects live and die with those of another kind.
    public boolean standsIn(KindName kind) {
        return order.inside().contains(kind) || scope().equals(Optional.of(kind));
    }
}
