package dev.envctl.lease;

import static org.assertj.core.api.Assertions.assertThat;

import dev.envctl.dag.Concurrent;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileLeaseStoreTest {

    private static final Instant NOON = Instant.parse("2026-09-01T12:00:00Z");

    @TempDir
    private Path directory;

    @Test
    void readsBackWhatWasWritten() {
        FileLeaseStore store = store();

        Optional<String> version = store.create(record("alice", 1));

        assertThat(store.read()).contains(new LeaseStore.Stored(record("alice", 1), version.orElseThrow()));
    }

    @Test
    void refusesToCreateOverAnother() {
        FileLeaseStore store = store();
        store.create(record("alice", 1));

        assertThat(store.create(record("bob", 1))).isEmpty();
        assertThat(store.read().orElseThrow().record().holder()).isEqualTo("alice");
    }

    @Test
    void replacesOnlyWhatTheReaderSaw() {
        FileLeaseStore store = store();
        String old = store.create(record("alice", 1)).orElseThrow();
        store.replace(record("bob", 2), old);

        assertThat(store.replace(record("carol", 2), old)).isEmpty();
        assertThat(store.read().orElseThrow().record().holder()).isEqualTo("bob");
    }

    @Test
    void letsOneOfManyAtOnceWin() {
        List<Integer> attempts = IntStream.range(0, 20).boxed().toList();

        long winners = Concurrent.map(attempts, 20, attempt -> store().create(record("holder" + attempt, 1))).stream()
                .filter(Optional::isPresent)
                .count();

        assertThat(winners).isEqualTo(1);
    }

    @Test
    void seesThatAProcessOfThisMachineIsGone() {
        assertThat(store().isHolderGone(
                                process("here:" + ProcessHandle.current().pid())))
                .isFalse();
        assertThat(store().isHolderGone(process("here:999999999"))).isTrue();
        assertThat(store().isHolderGone(process("elsewhere:999999999"))).isFalse();
    }

    private FileLeaseStore store() {
        return new FileLeaseStore(directory.resolve("leases/dev.us-east-1"), "here");
    }

    private static LeaseRecord record(String holder, long token) {
        return new LeaseRecord("dev.us-east-1", holder, "here:1", "apply", token, NOON, NOON.plusSeconds(60));
    }

    private static LeaseRecord process(String process) {
        return new LeaseRecord("dev.us-east-1", "alice", process, "apply", 1, NOON, NOON.plusSeconds(60));
    }
}
