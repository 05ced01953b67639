package dev.envctl.dag;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.function.Function;

/// Does the same to every element at once.
public final class Concurrent {

    private Concurrent() {}

    /// The results in the order of the elements, at most `limit` at work at a time. The first exception (in that
    /// order) is thrown after all have ended.
    public static <T, R> List<R> map(List<T> elements, int limit, Function<T, R> work) {
        Semaphore places = new Semaphore(limit);
        List<Future<R>> futures = new ArrayList<>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (T element : elements) {
                futures.add(threads.submit(() -> {
                    places.acquire();
                    try {
                        return work.apply(element);
                    } finally {
                        places.release();
                    }
                }));
            }
        }
        return futures.stream().map(Concurrent::result).toList();
    }

    private static <R> R result(Future<R> future) {
        try {
            return future.get();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(
                    "interrupted after all work had ended; this is a bug in envctl", interrupted);
        } catch (ExecutionException thrown) {
            if (thrown.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            if (thrown.getCause() instanceof Error error) {
                throw error;
            }
            throw new IllegalStateException("working concurrently", thrown.getCause());
        }
    }
}
