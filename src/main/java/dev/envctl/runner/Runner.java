package dev.envctl.runner;

import dev.envctl.problem.ProblemException;
import dev.envctl.runner.settings.RunnerSettings;
import dev.envctl.runner.settings.SettingsChange;
import dev.envctl.runner.web.WebParts;
import dev.envctl.runner.web.WebServer;
import dev.envctl.runner.web.WebhookDoor;
import dev.envctl.runner.webhook.Headers;
import dev.envctl.runner.webhook.Receipt;
import dev.envctl.runner.webhook.Webhooks;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.jdbi.v3.core.JdbiException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One replica of the service, from its start to its end: a [Foundation], a [Workshop] that does the work, and a door.
/// Everything that has to survive is in the database, so any number of replicas share it, and one that dies is missed
/// for seconds.
public final class Runner implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Runner.class);

    private final Foundation foundation;
    private final WebServer web;
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile RunnerSettings settings;

    /// Works and answers once it returns. Throws [ProblemException] when it cannot.
    public static Runner start(RunnerSettings settings, Surroundings surroundings) {
        return new Runner(settings, surroundings);
    }

    private Runner(RunnerSettings first, Surroundings surroundings) {
        this.settings = first;
        this.foundation = Foundation.lay(() -> settings, surroundings);
        try {
            this.web = begin(new Workshop(foundation));
        } catch (RuntimeException unable) {
            foundation.close();
            throw unable;
        }
    }

    /// The door opens before the work begins: a port that is taken is no reason to touch a run.
    private WebServer begin(Workshop workshop) {
        WebServer server = WebServer.start(door(workshop));
        foundation.repositories().removeLeftovers(foundation.clock().instant());
        foundation.queue().start(workshop.work());
        return server;
    }

    private WebParts door(Workshop workshop) {
        Foundation base = foundation;
        return new WebParts(
                base.settings(),
                base.secrets(),
                new WebParts.Store(
                        base.database().jdbi(),
                        base.stores().runs(),
                        base.stores().environments(),
                        base.stores().audit()),
                new PageActions(
                        base.rules(), base.repositories(), base.stores().runs(), base.queue(), workshop.leases()),
                webhooks(workshop.webhooks()),
                new Checks(base).all(),
                new WebParts.Metrics(base.metrics()::scrape, false),
                base.clock());
    }

    private static WebhookDoor webhooks(Webhooks webhooks) {
        return (forge, headers, body) -> {
            Receipt receipt = webhooks.receive(forge, Headers.of(headers), body);
            return new WebhookDoor.Answer(receipt.status(), receipt.text());
        };
    }

    public URI address() {
        String host = settings.listen().host();
        return URI.create("http://%s:%d".formatted(host.contains(":") ? "[" + host + "]" : host, web.port()));
    }

    /// Goes by these settings from now on; what is bound to sockets, files and pools stays as it was.
    public void reload(RunnerSettings changed) {
        String what =
                String.join(", ", SettingsChange.between(settings, changed).changed());
        settings = changed;
        try {
            foundation.stores().audit().add("envctl", "settings", "replica " + changed.replica(), "changed: " + what);
            foundation.queue().soon(Discovery.JOB, Discovery.EVERYWHERE);
        } catch (JdbiException away) {
            log.warn("the settings have changed ({}), and that could not be written down", what, away);
        }
    }

    /// Takes up nothing new, and returns when what is worked on has ended or was given back.
    public void drain(Duration grace) {
        foundation.queue().close(grace);
    }

    /// Returns when it was closed.
    public void awaitEnd() throws InterruptedException {
        ended.await();
    }

    @Override
    public void close() {
        foundation.queue().close();
        web.close();
        foundation.close();
        ended.countDown();
    }
}
