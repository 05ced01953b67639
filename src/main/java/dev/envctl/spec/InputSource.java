package dev.envctl.spec;

import java.util.Set;

/// Where a unit's inputs come from: the environment document and `--set` at the root, the call inside a module.
interface InputSource {

    Set<String> names();

    /// Only asked for one of the names.
    Bound value(String name, Unit unit);
}
