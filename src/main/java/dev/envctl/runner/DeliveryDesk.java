package dev.envctl.runner;

import dev.envctl.runner.forge.ForgeEvent;
import dev.envctl.runner.queue.Jobs;
import dev.envctl.runner.review.EventHandler;
import dev.envctl.runner.settings.RunnerSettings;
import dev.envctl.runner.settings.RunnerSettings.RepositorySettings;
import dev.envctl.runner.webhook.Deliveries;
import dev.envctl.runner.webhook.Delivery;
import dev.envctl.runner.webhook.Webhooks;
import java.time.Duration;
import java.util.function.Supplier;

/// Between a delivery that was stored and what comes of it: a job per delivery, so that none is lost when the process
/// dies and each is tried again while the forge or git is away.
final class DeliveryDesk {

    /// The name of the job, whose instance is `forge id`.
    static final String JOB = "delivery";

    private static final int AT_ONCE = 1000;

    private final Supplier<RunnerSettings> settings;
    private final Deliveries deliveries;
    private final Jobs jobs;

    DeliveryDesk(Supplier<RunnerSettings> settings, Deliveries deliveries, Jobs jobs) {
        this.settings = settings;
        this.deliveries = deliveries;
        this.jobs = jobs;
    }

    void told(Delivery delivery) {
        jobs.soon(JOB, instance(delivery));
    }

    private static String instance(Delivery delivery) {
        return delivery.forge() + " " + delivery.id();
    }

    /// Those that were stored by a process which died before it asked for the job. While a forge is away the others
    /// are many, and asking for them, too, would have all of them tried again each time.
    void sweep(Duration age) {
        jobs.unlessAsked(
                JOB,
                deliveries.unhandled(age, AT_ONCE).stream()
                        .map(DeliveryDesk::instance)
                        .toList());
    }

    void handle(String instance, Webhooks webhooks, EventHandler events) {
        String[] parts = instance.split(" ", 2);
        deliveries
                .find(parts[0], parts[1])
                .filter(delivery -> !delivery.isHandled())
                .ifPresent(delivery -> {
                    ForgeEvent event = webhooks.event(delivery);
                    String outcome = events.handle(delivery.forge(), event);
                    deliveries.handled(delivery.forge(), delivery.id(), outcome);
                    discoverAfter(delivery.forge(), event);
                });
    }

    /// A push to the default branch may bring environments and take them away.
    private void discoverAfter(String forge, ForgeEvent event) {
        if (event instanceof ForgeEvent.Pushed pushed
                && settings.get()
                        .repository(forge, pushed.repository())
                        .map(RepositorySettings::defaultBranch)
                        .filter(pushed.branch()::equals)
                        .isPresent()) {
            jobs.soon(Discovery.JOB, Discovery.instance(forge, pushed.repository()));
        }
    }
}
