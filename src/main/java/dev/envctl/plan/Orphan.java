package dev.envctl.plan;

import dev.envctl.provider.LiveObject;
import dev.envctl.value.Address;
import java.util.List;

/// A live object of ours that no document stands for any more, or an older generation of one that a document does stand
/// for.
record Orphan(LiveObject object, Address address, Action action, List<Reason> reasons, boolean deposed) {

    int generation() {
        return object.ownership().map(ownership -> ownership.generation()).orElse(1);
    }
}
