package dev.envctl.runner.drift;

import dev.envctl.runner.run.Run;
import dev.envctl.runner.run.RunListener;
import dev.envctl.runner.run.Runs;
import dev.envctl.runner.settings.RunnerSettings.Event;
import dev.envctl.runner.settings.RunnerSettings.Notification;
import dev.envctl.runner.settings.SecretValues;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Tells webhooks what became of runs: one message per webhook, event and run, as a durable job that is repeated until
/// the message was taken, refused for good, or nobody wants to hear it any more.
public final class Notifier implements RunListener {

    private static final Logger log = LoggerFactory.getLogger(Notifier.class);

    /// The name of the job; its handler is [#send].
    public static final String JOB = "notify";

    private static final Duration TOO_LATE = Duration.ofDays(1);

    /// `page` is the runner's public address.
    public record Parts(
            Jdbi jdbi, Runs runs, List<Notification> webhooks, SecretValues secrets, URI page, Clock clock) {
        public Parts {
            webhooks = List.copyOf(webhooks);
        }
    }

    private final Parts parts;
    private final Soon jobs;
    private final NotifiedStore store;
    private final WebhookCall call;

    public Notifier(Parts parts, Soon jobs) {
        this.parts = parts;
        this.jobs = jobs;
        this.store = new NotifiedStore(parts.jdbi(), parts.clock());
        this.call = new WebhookCall(parts.clock());
    }

    @Override
    public void changed(Run run) {
        event(run).ifPresent(event -> happened(event, run));
    }

    /// What is told of a run by its end alone.
    private static Optional<Event> event(Run run) {
        boolean applies = run.kind() == Run.Kind.APPLY;
        return switch (run.state()) {
            case SUCCEEDED -> applies ? Optional.of(Event.APPLIED) : Optional.empty();
            case FAILED -> Optional.of(applies ? Event.APPLY_FAILED : Event.PLAN_FAILED);
            case REFUSED -> applies ? Optional.of(Event.APPLY_FAILED) : Optional.empty();
            case QUEUED, RUNNING, CANCELLED, SUPERSEDED -> Optional.empty();
        };
    }

    /// Queues a message to everybody who wants to hear of such events.
    public void happened(Event event, Run run) {
        parts.webhooks().stream()
                .filter(webhook -> webhook.events().contains(event))
                .map(webhook -> new Message(webhook.name(), event, run.id()))
                .filter(message -> !store.isSent(message))
                .forEach(message -> jobs.soon(JOB, message.instance()));
    }

    /// Sends one message. Throws when it is to be tried again; neither the address, which is a secret, nor what was
    /// answered is in what it throws or logs.
    public void send(String instance) {
        Message message = Message.parse(instance);
        Optional<Notification> webhook = parts.webhooks().stream()
                .filter(each -> each.name().equals(message.webhook()))
                .findFirst();
        Optional<Run> run = parts.runs().find(message.run());
        if (webhook.isPresent() && run.isPresent() && !store.isSent(message)) {
            send(message, webhook.get(), run.get());
        }
    }

    private void send(Message message, Notification webhook, Run run) {
        if (isTooLate(run)) {
            log.warn("notification {} of run {} is given up: nobody took it for a day", webhook.name(), run.id());
            store.sent(message);
            return;
        }
        String text = new MessageText(parts.page()).render(message.event(), run);
        String address = parts.secrets().read(webhook.url());
        Optional<String> secret = webhook.signingSecret().map(parts.secrets()::read);
        WebhookCall.Outcome outcome = call.post(webhook.name(), address, secret, text);
        if (outcome == WebhookCall.Outcome.REFUSED) {
            log.warn("notification {} of run {} was refused for good", webhook.name(), run.id());
        }
        store.sent(message);
    }

    private boolean isTooLate(Run run) {
        return run.ended()
                .filter(ended -> ended.plus(TOO_LATE).isBefore(parts.clock().instant()))
                .isPresent();
    }
}
