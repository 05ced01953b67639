package dev.envctl.runner.work;

import static org.assertj.core.api.Assertions.assertThat;

import dev.envctl.plan.Action;
import dev.envctl.value.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;

class RemainderProperties {

    @Property
    void aPlanIsARemainderOfItself(@ForAll("changes") List<PlannedChange> approved) {
        assertThat(Remainder.excess(approved, approved)).isEmpty();
    }

    @Property
    void whatIsDoneMayBeMissing(@ForAll("changes") List<PlannedChange> approved, @ForAll @Size(20) List<Boolean> done) {
        List<PlannedChange> left = new ArrayList<>();
        for (int i = 0; i < approved.size(); i++) {
            if (!done.get(i)) {
                left.add(approved.get(i));
            }
        }

        assertThat(Remainder.excess(approved, left)).isEmpty();
    }

    @Property
    void nothingIsDestroyedUnlessItsDestructionWasApproved(
            @ForAll("changes") List<PlannedChange> approved, @ForAll @Size(6) List<Action> actions) {
        List<PlannedChange> left = otherwise(approved, actions);
        if (Remainder.excess(approved, left).isEmpty()) {
            assertThat(left)
                    .filteredOn(change -> change.action().destroys())
                    .allSatisfy(change -> assertThat(approved)
                            .anyMatch(other -> other.action().destroys()
                                    && other.address().equals(change.address())
                                    && (object(change).equals(object(other))
                                            || object(change).equals(other.id()))));
        }
    }

    @Property
    void everyAddressThatIsLeftWasApproved(
            @ForAll("changes") List<PlannedChange> approved, @ForAll("changes") List<PlannedChange> left) {
        if (Remainder.excess(approved, left).isEmpty()) {
            assertThat(approved).extracting(PlannedChange::address).containsAll(addresses(left));
        }
    }

    @Property
    void oneChangeTooManyIsNamedWhateverElseIsLeft(@ForAll("changes") List<PlannedChange> approved) {
        PlannedChange more = change("Bucket/other", Action.UPDATE, List.of("/tags"));
        List<PlannedChange> left = new ArrayList<>(approved);
        left.add(more);

        assertThat(Remainder.excess(approved, left))
                .containsExactly("Bucket/other: is to be updated, and was not part of the approved plan");
    }

    @Example
    void aFieldThatWasNotToChangeIsTooMuch() {
        PlannedChange approved = change("Role/a", Action.UPDATE, List.of("/tags", "/description"));

        assertThat(excess(approved, change("Role/a", Action.UPDATE, List.of("/tags/team"))))
                .isEmpty();
        assertThat(excess(approved, change("Role/a", Action.UPDATE, List.of("/tagsOther"))))
                .hasSize(1);
        assertThat(excess(approved, change("Role/a", Action.UPDATE, List.of("/path"))))
                .hasSize(1);
    }

    @Example
    void theOldHalfOfAReplacementMayBeLeftAndNoOtherObject() {
        PlannedChange approved = change("ManagedEndpoint/a", Action.CREATE_THEN_DELETE, List.of());

        assertThat(excess(approved, deposed("ManagedEndpoint/a", "id of ManagedEndpoint/a")))
                .isEmpty();
        assertThat(excess(approved, deposed("ManagedEndpoint/a", "another"))).hasSize(1);
        assertThat(excess(approved, change("ManagedEndpoint/a", Action.DELETE, List.of())))
                .hasSize(1);
        assertThat(excess(approved, change("ManagedEndpoint/a", Action.WAIT, List.of())))
                .isEmpty();
    }

    @Example
    void whatWasToBeMadeMayBeHalfMadeAndIsNotDestroyed() {
        PlannedChange approved = change("Vpc/a", Action.CREATE, List.of());

        assertThat(excess(approved, change("Vpc/a", Action.WAIT, List.of()))).isEmpty();
        assertThat(excess(approved, change("Vpc/a", Action.UPDATE, List.of("/tags"))))
                .isEmpty();
        assertThat(excess(approved, change("Vpc/a", Action.DELETE_THEN_CREATE, List.of())))
                .containsExactly("Vpc/a: is to be replaced, and to be created was approved");
    }

    /// The same objects, each with another action.
    private static List<PlannedChange> otherwise(List<PlannedChange> changes, List<Action> actions) {
        List<PlannedChange> others = new ArrayList<>();
        for (int i = 0; i < changes.size(); i++) {
            PlannedChange change = changes.get(i);
            others.add(change.deposed().isPresent() ? change : with(change, actions.get(i)));
        }
        return others;
    }

    private static PlannedChange with(PlannedChange change, Action action) {
        return new PlannedChange(
                change.address(),
                Optional.empty(),
                action,
                change.id(),
                action == Action.NO_OP,
                Optional.empty(),
                change.fields(),
                Value.NULL);
    }

    private static List<String> excess(PlannedChange approved, PlannedChange left) {
        return Remainder.excess(List.of(approved), List.of(left));
    }

    private static Optional<String> object(PlannedChange change) {
        return change.deposed().or(change::id);
    }

    private static List<String> addresses(List<PlannedChange> changes) {
        return changes.stream().map(PlannedChange::address).toList();
    }

    @Provide
    Arbitrary<List<PlannedChange>> changes() {
        Arbitrary<String> addresses = Arbitraries.of("Role/a", "Role/b", "Bucket/c", "Vpc/d", "Subnet/e");
        Arbitrary<Action> actions = Arbitraries.of(Action.values()).filter(action -> action != Action.READ);
        Arbitrary<List<String>> fields =
                Arbitraries.of("/tags", "/tags/team", "/name").list().ofMaxSize(2);
        Arbitrary<Optional<String>> ids = Arbitraries.of("1", "2").optional();
        Arbitrary<Boolean> deposed = Arbitraries.of(true, false);
        return Combinators.combine(addresses, actions, fields, ids, deposed)
                .as(RemainderProperties::change)
                .list()
                .ofMaxSize(6)
                .uniqueElements(PlannedChange::key);
    }

    private static PlannedChange change(
            String address, Action action, List<String> fields, Optional<String> id, boolean deposed) {
        Optional<String> old = id.filter(_ -> deposed);
        return new PlannedChange(
                address,
                old,
                old.isPresent() ? Action.DELETE : action,
                id,
                action == Action.NO_OP,
                Optional.empty(),
                fields,
                Value.NULL);
    }

    private static PlannedChange change(String address, Action action, List<String> fields) {
        Optional<String> id = action == Action.CREATE ? Optional.empty() : Optional.of("id of " + address);
        return new PlannedChange(address, Optional.empty(), action, id, false, Optional.empty(), fields, Value.NULL);
    }

    private static PlannedChange deposed(String address, String id) {
        return new PlannedChange(
                address,
                Optional.of(id),
                Action.DELETE,
                Optional.of(id),
                false,
                Optional.empty(),
                List.of(),
                Value.NULL);
    }
}
