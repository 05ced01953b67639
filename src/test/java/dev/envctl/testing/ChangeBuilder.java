package dev.envctl.testing;

import dev.envctl.plan.Action;
import dev.envctl.plan.Change;
import dev.envctl.plan.Divergence;
import dev.envctl.plan.FieldChange;
import dev.envctl.plan.Reason;
import dev.envctl.problem.Source;
import dev.envctl.value.Address;
import dev.envctl.value.FieldPath;
import dev.envctl.value.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// One change of a canned plan, written the way it is read: `change("Role/a",
/// UPDATE).before(…).after(…).differs("/path")`.
public final class ChangeBuilder {

    private final Address address;
    private final Action action;
    private final List<FieldChange> fields = new ArrayList<>();
    private final List<Reason> reasons = new ArrayList<>();
    private Value.MapValue before = Value.MapValue.EMPTY;
    private Value.MapValue after = Value.MapValue.EMPTY;
    private Divergence divergence = Divergence.NONE;
    private Optional<Address> previousAddress = Optional.empty();
    private Optional<String> id = Optional.empty();
    private Optional<String> state = Optional.empty();
    private Optional<Source> source = Optional.empty();
    private boolean deposed;
    private boolean importing;

    private ChangeBuilder(Address address, Action action) {
        this.address = address;
        this.action = action;
    }

    public static ChangeBuilder change(String address, Action action) {
        return new ChangeBuilder(Address.parse(address).orElseThrow(), action);
    }

    public ChangeBuilder id(String text) {
        id = Optional.of(text);
        return this;
    }

    public ChangeBuilder state(String text) {
        state = Optional.of(text);
        return this;
    }

    public ChangeBuilder before(Object... keysAndValues) {
        before = Value.map(keysAndValues);
        return this;
    }

    public ChangeBuilder after(Object... keysAndValues) {
        after = Value.map(keysAndValues);
        return this;
    }

    /// Fields whose two sides are taken from `before` and `after`.
    public ChangeBuilder differs(String... pointers) {
        for (String pointer : pointers) {
            fields.add(field(pointer, false, Optional.empty(), Divergence.NONE));
        }
        return this;
    }

    public ChangeBuilder moved(String pointer, Divergence who) {
        fields.add(field(pointer, false, Optional.empty(), who));
        return this;
    }

    public ChangeBuilder secret(String pointer) {
        fields.add(field(pointer, true, Optional.empty(), Divergence.NONE));
        return this;
    }

    public ChangeBuilder replaces(String pointer, String why) {
        fields.add(field(pointer, false, Optional.of(why), Divergence.NONE));
        return this;
    }

    public ChangeBuilder because(Reason.Cause cause, String text) {
        reasons.add(new Reason(cause, text));
        return this;
    }

    public ChangeBuilder divergence(Divergence who) {
        divergence = who;
        return this;
    }

    public ChangeBuilder previously(String oldAddress) {
        previousAddress = Address.parse(oldAddress);
        return this;
    }

    public ChangeBuilder deposed() {
        deposed = true;
        return this;
    }

    public ChangeBuilder importing() {
        importing = true;
        return this;
    }

    public ChangeBuilder at(String file, int line) {
        source = Optional.of(new Source(file, line, 1, 4, "kind: " + address.kind()));
        return this;
    }

    public Change build() {
        return new Change(
                address,
                previousAddress,
                action,
                before,
                after,
                fields,
                reasons,
                divergence,
                id,
                deposed,
                importing,
                state,
                source);
    }

    private FieldChange field(String pointer, boolean sensitive, Optional<String> replaces, Divergence who) {
        FieldPath path = FieldPath.parse(pointer);
        return new FieldChange(path, before.at(path), after.at(path), sensitive, replaces, who);
    }
}
