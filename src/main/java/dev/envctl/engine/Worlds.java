package dev.envctl.engine;

import dev.envctl.lease.LeaseStore;
import dev.envctl.provider.World;

/// Opens worlds: the real one, the sandbox, or a test's.
public interface Worlds {

    World open(Access access);

    LeaseStore leases(Access access);
}
