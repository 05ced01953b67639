package dev.envctl.testing;

import dev.envctl.testing.forge.SignedDelivery;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// Many deliveries over HTTP, from several senders at once, each of whom waits for an answer before the next.
public final class Deluge implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /// Without a status nobody answered.
    public record Answer(Optional<Integer> status, Duration took) {
        public boolean isTaken() {
            return status.filter(number -> number / 100 == 2).isPresent();
        }
    }

    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(PATIENCE)
            .build();
    private final ExecutorService senders;

    public Deluge(int senders) {
        this.senders = Executors.newFixedThreadPool(senders);
    }

    /// Returns when all are answered; answers are in the order of deliveries.
    public List<Answer> send(URI address, List<SignedDelivery> deliveries) {
        List<Future<Answer>> sent = new ArrayList<>();
        deliveries.forEach(delivery -> sent.add(senders.submit(() -> send(address, delivery))));
        return sent.stream().map(Deluge::get).toList();
    }

    /// By a sender, some time.
    public Future<?> later(Runnable sending) {
        return senders.submit(sending);
    }

    public Answer send(URI address, SignedDelivery delivery) {
        var request =
                HttpRequest.newBuilder(address).timeout(PATIENCE).POST(BodyPublishers.ofByteArray(delivery.body()));
        delivery.headers().forEach(request::header);
        long start = System.nanoTime();
        Optional<Integer> status = status(request.build());
        return new Answer(status, Duration.ofNanos(System.nanoTime() - start));
    }

    private Optional<Integer> status(HttpRequest request) {
        try {
            return Optional.of(client.send(request, BodyHandlers.discarding()).statusCode());
        } catch (IOException nobodyThere) {
            return Optional.empty();
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("delivering to " + request.uri(), stop);
        }
    }

    public static <T> T get(Future<T> future) {
        try {
            return future.get();
        } catch (ExecutionException broken) {
            throw new AssertionError("sending deliveries", broken);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new AssertionError("sending deliveries", stop);
        }
    }

    @Override
    public void close() {
        senders.shutdownNow();
        client.shutdownNow();
    }
}
