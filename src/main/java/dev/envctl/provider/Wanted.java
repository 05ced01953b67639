package dev.envctl.provider;

import dev.envctl.value.Address;
import dev.envctl.value.Value;
import java.util.List;

/// What one observation has to bring: everything owned (or not, in a later round that only follows up), the objects
/// that documents name, and the live objects of the scope kind in this environment, owned or looked up.
public record Wanted(boolean includeOwned, List<Sought> sought, List<Observed<?>> parents) {

    public Wanted {
        sought = List.copyOf(sought);
        parents = List.copyOf(parents);
    }

    /// One document's object. For an external one `criteria` is the look-up; the result carries
    /// `soughtBy(address)`. For a managed one it is the desired spec as far as it is known, and the result is
    /// recognised by the kind's natural key.
    public record Sought(Address address, boolean external, Value.MapValue criteria) {}
}
