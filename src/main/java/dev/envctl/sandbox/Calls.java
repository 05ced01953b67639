package dev.envctl.sandbox;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Predicate;

/// What was called since the sandbox was opened, in the order of completion. The latest hundred thousand are
/// remembered. Any number of threads may use it.
public final class Calls {

    private static final int REMEMBERED = 100_000;

    private final Deque<RecordedCall> calls = new ArrayDeque<>();

    synchronized void add(RecordedCall call) {
        if (calls.size() == REMEMBERED) {
            calls.removeFirst();
        }
        calls.addLast(call);
    }

    public synchronized List<RecordedCall> all() {
        return List.copyOf(calls);
    }

    public List<RecordedCall> where(Predicate<RecordedCall> condition) {
        return all().stream().filter(condition).toList();
    }

    public List<RecordedCall> of(String service, String operation) {
        return where(call -> call.service().equals(service) && call.operation().equals(operation));
    }

    public List<RecordedCall> writes() {
        return where(RecordedCall::writes);
    }

    public int count() {
        return all().size();
    }

    public synchronized void clear() {
        calls.clear();
    }
}
