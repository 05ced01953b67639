package dev.envctl.testing;

import dev.envctl.lease.LeaseRecord;
import dev.envctl.lease.LeaseStore;
import java.util.Optional;

/// A lease in memory, as conditional as the real ones.
public final class InMemoryLeaseStore implements LeaseStore {

    private Optional<Stored> stored = Optional.empty();
    private int version;

    @Override
    public synchronized Optional<Stored> read() {
        return stored;
    }

    @Override
    public synchronized Optional<String> create(LeaseRecord record) {
        return stored.isPresent() ? Optional.empty() : write(record);
    }

    @Override
    public synchronized Optional<String> replace(LeaseRecord record, String expected) {
        return stored.filter(there -> there.version().equals(expected)).isEmpty() ? Optional.empty() : write(record);
    }

    @Override
    public boolean isHolderGone(LeaseRecord record) {
        return false;
    }

    @Override
    public String place() {
        return "memory";
    }

    private Optional<String> write(LeaseRecord record) {
        version++;
        stored = Optional.of(new Stored(record, Integer.toString(version)));
        return stored.map(Stored::version);
    }
}
