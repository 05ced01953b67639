package dev.envctl.testing;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedSet;
import java.util.function.BiConsumer;

/// Jobs that wait until a test does them. Whoever asks for what waits already asks for the same; what goes wrong waits
/// on.
public final class WaitingJobs {

    private record Waiting(String job, String instance) {}

    private final SequencedSet<Waiting> waiting = new LinkedHashSet<>();

    public synchronized void soon(String job, String instance) {
        waiting.add(new Waiting(job, instance));
    }

    public synchronized int count() {
        return waiting.size();
    }

    /// Does what waits, and what that asks for, until nothing waits.
    public void work(BiConsumer<String, String> worker) {
        while (count() > 0) {
            for (Waiting next : snapshot()) {
                worker.accept(next.job(), next.instance());
                done(next);
            }
        }
    }

    private synchronized List<Waiting> snapshot() {
        return List.copyOf(waiting);
    }

    private synchronized void done(Waiting job) {
        waiting.remove(job);
    }
}
