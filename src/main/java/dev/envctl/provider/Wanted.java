package dev.envctl.provider;

import dev.envctl.value.Address;
import dev.envctl.value.Value;
import java.util.List;
import java.util.Optional;

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
    ///
    /// `settled` is there when `criteria` is the whole desired spec and the object, should it be there already, is
    /// to stay: the ledger that it then has when nothing is left to be done, but for the generation, which is
    /// whatever it is. A kind may take a report that is some seconds old for the truth when it says exactly this.
    public record Sought(Address address, boolean external, Value.MapValue criteria, Optional<Ownership> settled) {

        public Sought(Address address, boolean external, Value.MapValue criteria) {
            this(address, external, criteria, Optional.empty());
        }

        /// The same question, to be answered by the object itself.
        public Sought withoutSettled() {
            return new Sought(address, external, criteria);
        }
    }
}
