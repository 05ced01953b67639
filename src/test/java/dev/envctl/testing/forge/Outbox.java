package dev.envctl.testing.forge;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/// What a forge told, in order, and what it was answered.
public final class Outbox implements AutoCloseable {

    private final HttpClient client = HttpClient.newHttpClient();
    private final List<SignedDelivery> all = new ArrayList<>();
    private final List<Integer> answers = new ArrayList<>();
    private final Deque<SignedDelivery> waiting = new ArrayDeque<>();
    private Optional<URI> receiver = Optional.empty();

    synchronized void deliverTo(URI address) {
        receiver = Optional.of(address);
    }

    synchronized List<SignedDelivery> all() {
        return List.copyOf(all);
    }

    /// HTTP statuses, one per delivery that was sent.
    public synchronized List<Integer> answers() {
        return List.copyOf(answers);
    }

    synchronized void add(SignedDelivery delivery) {
        all.add(delivery);
        if (receiver.isPresent()) {
            waiting.add(delivery);
        }
    }

    /// Sends what waits, in order. Nobody holds a lock meanwhile: the receiver may ask the forge before it answers.
    void flush() {
        for (Optional<SignedDelivery> next = next(); next.isPresent(); next = next()) {
            int answer = send(address(), next.get());
            synchronized (this) {
                answers.add(answer);
            }
        }
    }

    private synchronized Optional<SignedDelivery> next() {
        return Optional.ofNullable(waiting.poll());
    }

    private synchronized URI address() {
        return receiver.orElseThrow();
    }

    /// Sends it, once more or for the first time. Returns the status.
    public int send(URI address, SignedDelivery delivery) {
        var request = HttpRequest.newBuilder(address).POST(BodyPublishers.ofByteArray(delivery.body()));
        delivery.headers().forEach(request::header);
        try {
            return client.send(request.build(), BodyHandlers.discarding()).statusCode();
        } catch (IOException broken) {
            throw new IllegalStateException("delivering to " + address, broken);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("delivering to " + address, stop);
        }
    }

    @Override
    public void close() {
        client.close();
    }
}
