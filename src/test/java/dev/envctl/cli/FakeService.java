package dev.envctl.cli;

import dev.envctl.runner.settings.RunnerSettings;
import dev.envctl.runner.settings.SecretReference;
import dev.envctl.runner.settings.SecretValues;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A service that does nothing but remember what it was told.
final class FakeService implements Service, Service.Starter {

    private static final Logger log = LoggerFactory.getLogger(FakeService.class);

    final CountDownLatch started = new CountDownLatch(1);
    final BlockingQueue<RunnerSettings> reloaded = new LinkedBlockingQueue<>();
    final List<Duration> drained = new ArrayList<>();
    private final CountDownLatch end = new CountDownLatch(1);
    private final Consumer<Duration> draining;
    Optional<RunnerSettings> settings = Optional.empty();
    boolean closed;

    FakeService() {
        this(_ -> {});
    }

    FakeService(Consumer<Duration> draining) {
        this.draining = draining;
    }

    /// Says a secret out loud as soon as it knows it, as no service should.
    @Override
    public Service start(RunnerSettings read, SecretValues secrets, Shell shell) {
        settings = Optional.of(read);
        log.info("the webhook secret is {}", secrets.read(new SecretReference("env:HOOK")));
        started.countDown();
        return this;
    }

    void endByItself() {
        end.countDown();
    }

    @Override
    public URI address() {
        return URI.create("http://127.0.0.1:41234");
    }

    @Override
    public void reload(RunnerSettings read) {
        reloaded.add(read);
    }

    @Override
    public void drain(Duration grace) {
        drained.add(grace);
        draining.accept(grace);
    }

    @Override
    public void awaitEnd() throws InterruptedException {
        end.await();
    }

    @Override
    public void close() {
        closed = true;
        end.countDown();
    }
}
