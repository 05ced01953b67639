package dev.envctl.runner;

import dev.envctl.runner.forge.ForgeEvent;
import dev.envctl.runner.queue.Jobs;
import dev.envctl.runner.queue.Trouble;
import dev.envctl.runner.review.EventHandler;
import dev.envctl.runner.run.LogContext;
import dev.envctl.runner.settings.RunnerSettings;
import dev.envctl.runner.settings.RunnerSettings.RepositorySettings;
import dev.envctl.runner.webhook.Deliveries;
import dev.envctl.runner.webhook.Delivery;
import dev.envctl.runner.webhook.Webhooks;
import java.time.Clock;
import java.time.Duration;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Between a delivery that was stored and what comes of it: a job per delivery, so that none is lost when the process
/// dies and each is tried again while the forge or git is away, but not for ever: what it tells of may be gone.
final class DeliveryDesk {

    /// The name of the job, whose instance is `forge id`.
    static final String JOB = "delivery";

    /// A delivery that goes wrong when it is older than this is given up. A forge may be away over a weekend with
    /// holidays on both sides; and it is less than deliveries are kept, so that the outcome can be read for a
    /// while.
    static final Duration GIVEN_UP_AFTER = Duration.ofDays(5);

    private static final Logger log = LoggerFactory.getLogger(DeliveryDesk.class);
    private static final int AT_ONCE = 1000;

    private final Supplier<RunnerSettings> settings;
    private final Deliveries deliveries;
    private final Jobs jobs;
    private final Clock clock;

    DeliveryDesk(Supplier<RunnerSettings> settings, Deliveries deliveries, Jobs jobs, Clock clock) {
        this.settings = settings;
        this.deliveries = deliveries;
        this.jobs = jobs;
        this.clock = clock;
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
                .ifPresent(delivery -> handle(delivery, webhooks, events));
    }

    private void handle(Delivery delivery, Webhooks webhooks, EventHandler events) {
        try (var _ = LogContext.delivery(delivery.forge(), delivery.id())) {
            handleOrGiveUp(delivery, webhooks, events);
        }
    }

    private void handleOrGiveUp(Delivery delivery, Webhooks webhooks, EventHandler events) {
        ForgeEvent event;
        String outcome;
        try {
            event = webhooks.event(delivery);
            outcome = events.handle(delivery.forge(), event);
        } catch (RuntimeException failure) {
            if (!isGivenUp(delivery)) {
                throw failure;
            }
            giveUp(delivery, failure);
            return;
        }
        deliveries.handled(delivery.forge(), delivery.id(), outcome);
        discoverAfter(delivery.forge(), event);
    }

    /// What is interrupted did not go wrong by itself: the process ends, and another goes on with it.
    private boolean isGivenUp(Delivery delivery) {
        return delivery.receivedAt().plus(GIVEN_UP_AFTER).isBefore(clock.instant())
                && !Thread.currentThread().isInterrupted();
    }

    private void giveUp(Delivery delivery, RuntimeException failure) {
        String outcome = "given up, because it is older than %d days and went wrong again: %s"
                .formatted(GIVEN_UP_AFTER.toDays(), trouble(failure));
        deliveries.handled(delivery.forge(), delivery.id(), outcome);
        log.warn(
                "delivery {} of {} ({}) is {}. If what it tells of is still there, push to the pull request or comment"
                        + " /envctl plan in it",
                delivery.id(),
                delivery.forge(),
                delivery.event(),
                outcome,
                failure);
    }

    private static String trouble(RuntimeException failure) {
        return Trouble.said(failure)
                .orElseGet(() -> "something unexpected (" + failure.getClass().getSimpleName()
                        + "), which the log of the runner's process has in full");
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
