package dev.envctl.provider;

import dev.envctl.value.FieldPath;
import dev.envctl.value.KindName;
import dev.envctl.value.Ordered;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

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
public record Traits(
        int rank,
        Overlap overlap,
        Ledger ledger,
        List<FieldPath> naturalKey,
        Optional<KindName> scope,
        List<FieldPath> references,
        SequencedMap<String, Phase> states,
        Typical typical,
        List<KindName> waitsFor,
        List<String> actions,
        Optional<Listed> listed,
        List<KindName> inside) {

    public Traits {
        naturalKey = List.copyOf(naturalKey);
        references = List.copyOf(references);
        states = Ordered.copyOf(states);
        waitsFor = List.copyOf(waitsFor);
        actions = List.copyOf(actions);
        inside = List.copyOf(inside);
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
                rank,
                overlap,
                ledger,
                List.of(naturalKeyPointers).stream().map(FieldPath::parse).toList(),
                Optional.empty(),
                List.of(),
                Ordered.copyOf(Map.of()),
                Typical.SECONDS,
                List.of(),
                List.of(),
                Optional.empty(),
                List.of());
    }

    public Traits withScope(String kind) {
        return new Traits(
                rank,
                overlap,
                ledger,
                naturalKey,
                Optional.of(KindName.of(kind)),
                references,
                states,
                typical,
                waitsFor,
                actions,
                listed,
                inside);
    }

    public Traits withReferences(String... pointers) {
        List<FieldPath> paths = List.of(pointers).stream().map(FieldPath::parse).toList();
        return new Traits(
                rank, overlap, ledger, naturalKey, scope, paths, states, typical, waitsFor, actions, listed, inside);
    }

    public Traits withStates(SequencedMap<String, Phase> table) {
        return new Traits(
                rank,
                overlap,
                ledger,
                naturalKey,
                scope,
                references,
                table,
                typical,
                waitsFor,
                actions,
                listed,
                inside);
    }

    public Traits withTypical(Duration create, Duration delete) {
        return new Traits(
                rank,
                overlap,
                ledger,
                naturalKey,
                scope,
                references,
                states,
                new Typical(create, delete),
                waitsFor,
                actions,
                listed,
                inside);
    }

    public Traits withWaitsFor(String... kinds) {
        List<KindName> names = List.of(kinds).stream().map(KindName::of).toList();
        return new Traits(
                rank, overlap, ledger, naturalKey, scope, references, states, typical, names, actions, listed, inside);
    }

    public Traits withActions(String... names) {
        return new Traits(
                rank,
                overlap,
                ledger,
                naturalKey,
                scope,
                references,
                states,
                typical,
                waitsFor,
                List.of(names),
                listed,
                inside);
    }

    public Traits withListed(String service, String type) {
        return new Traits(
                rank,
                overlap,
                ledger,
                naturalKey,
                scope,
                references,
                states,
                typical,
                waitsFor,
                actions,
                Optional.of(new Listed(service, type)),
                inside);
    }

    public Traits withInside(String... kinds) {
        List<KindName> names = List.of(kinds).stream().map(KindName::of).toList();
        return new Traits(
                rank,
                overlap,
                ledger,
                naturalKey,
                scope,
                references,
                states,
                typical,
                waitsFor,
                actions,
                listed,
                names);
    }

    /// Whether these objects live and die with those of another kind.
    public boolean standsIn(KindName kind) {
        return inside.contains(kind) || scope.equals(Optional.of(kind));
    }
}
