package dev.envctl.runner.webhook;

import dev.envctl.problem.Code;
import dev.envctl.problem.Problem;
import dev.envctl.problem.ProblemException;
import dev.envctl.runner.forge.ForgeEvent;
import dev.envctl.runner.forge.ForgeEvent.CheckRerun;
import dev.envctl.runner.forge.ForgeEvent.Commented;
import dev.envctl.runner.forge.ForgeEvent.Ignored;
import dev.envctl.runner.forge.ForgeEvent.Ping;
import dev.envctl.runner.forge.ForgeEvent.PullRequestClosed;
import dev.envctl.runner.forge.ForgeEvent.PullRequestMoved;
import dev.envctl.runner.forge.ForgeEvent.Pushed;
import dev.envctl.runner.forge.ForgeEvent.ReviewGiven;
import dev.envctl.runner.settings.RunnerSettings;
import dev.envctl.runner.settings.RunnerSettings.ForgeSettings;
import dev.envctl.runner.settings.RunnerSettings.RepositorySettings;
import dev.envctl.runner.settings.SecretValues;
import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/// Where forges tell. In this order: the forge is one of ours, the size and type are right, the signature is good, it
/// can be read, the repository is one of ours, it is new; then it is stored, somebody is told, and the forge is
/// answered. What follows from it is done by whoever was told, later. Any thread may call it.
public final class Webhooks {

    private static final Pattern ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.:-]{0,199}");

    private static final Pattern EVENT = Pattern.compile("[A-Za-z][A-Za-z_ -]{0,99}");

    private final Supplier<RunnerSettings> settings;
    private final SecretValues secrets;
    private final Deliveries deliveries;
    private final Refusals refusals;
    private final Consumer<Delivery> told;
    private final Clock clock;

    /// `told` hands on and returns at once, and does not mind to be told twice; when it throws, the delivery is
    /// stored all the same and is among [Deliveries#unhandled]. Throws [ProblemException] when a forge has no
    /// secret.
    public Webhooks(
            Supplier<RunnerSettings> settings,
            SecretValues secrets,
            Deliveries deliveries,
            Refusals refusals,
            Consumer<Delivery> told,
            Clock clock) {
        this.settings = settings;
        this.secrets = secrets;
        this.deliveries = deliveries;
        this.refusals = refusals;
        this.told = told;
        this.clock = clock;
        settings.get().forges().values().forEach(this::secret);
    }

    /// Reads the body and keeps it open. Throws [IOException] when the sender stops in the middle, and what the
    /// database throws when it is away: the forge is then to be answered that the server is at fault, and delivers
    /// again.
    public Receipt receive(String forge, Headers headers, InputStream body) throws IOException {
        Optional<ForgeSettings> sender =
                Optional.ofNullable(settings.get().forges().get(forge));
        if (sender.isEmpty()) {
            return Receipt.NOTHING_HERE;
        }
        try {
            return take(sender.get(), headers, body);
        } catch (Refused refused) {
            refusals.add(forge, refused.receipt().text());
            return refused.receipt();
        }
    }

    private Receipt take(ForgeSettings forge, Headers headers, InputStream stream) throws IOException {
        Body.checkType(headers);
        byte[] body = Body.read(stream);
        Dialect dialect = Dialect.of(forge.type());
        dialect.verify(headers, body, secret(forge), clock.instant());
        String id = matching(ID, dialect.id(headers), "the delivery's id");
        String event = matching(EVENT, dialect.event(headers), "the event's name");
        String text = Body.text(body);
        ForgeEvent told = dialect.read(event, Body.json(text));
        return store(
                forge,
                told,
                dialect.identity(told, body),
                new Delivery(forge.name(), id, event, clock.instant(), text, Optional.empty(), Optional.empty()));
    }

    private static String matching(Pattern pattern, String text, String what) {
        if (!pattern.matcher(text).matches()) {
            throw Refused.malformed(what + " is not one");
        }
        return text;
    }

    private Receipt store(ForgeSettings forge, ForgeEvent event, Optional<String> identity, Delivery delivery) {
        boolean ours =
                settings.get().repository(forge.name(), event.repository()).isPresent();
        return switch (event) {
            case Ping _ -> Receipt.PONG;
            case Ignored ignored when event.repository().isEmpty() -> ignored(ignored);
            case Ignored ignored
            when ours -> {
                deliveries.add(closed(delivery, ignored));
                yield ignored(ignored);
            }
            default -> ours ? store(identity, delivery) : stranger(forge, event.repository());
        };
    }

    private static Receipt ignored(Ignored event) {
        return new Receipt(200, "ignored: " + event.reason());
    }

    /// Without the body: there is nothing in it for us, and there are many of them.
    private static Delivery closed(Delivery delivery, Ignored event) {
        Optional<Instant> at = Optional.of(delivery.receivedAt());
        return new Delivery(
                delivery.forge(),
                delivery.id(),
                delivery.event(),
                delivery.receivedAt(),
                "",
                at,
                Optional.of("ignored: " + event.reason()));
    }

    private Receipt stranger(ForgeSettings forge, String repository) {
        refusals.add(forge.name() + " " + repository, "a repository that is not in the settings");
        return Receipt.NOTHING_HERE;
    }

    /// An id that comes again with another body is not a second delivery of the same event. The same again may come
    /// because whoever stored it died before anybody was told; or under another id, from somebody who overheard it.
    private Receipt store(Optional<String> identity, Delivery delivery) {
        if (identity.map(event -> deliveries.add(delivery, event)).orElseGet(() -> deliveries.add(delivery))) {
            told.accept(delivery);
            return Receipt.ACCEPTED;
        }
        Optional<Delivery> sameId = deliveries.find(delivery.forge(), delivery.id());
        if (sameId.filter(before -> !before.body().equals(delivery.body())).isPresent()) {
            throw new Refused(409, "a delivery with this id said something else before");
        }
        sameId.or(() -> identity.flatMap(event -> deliveries.first(delivery.forge(), event)))
                .filter(before -> !before.isHandled())
                .ifPresent(told);
        return Receipt.DUPLICATE;
    }

    /// What a stored delivery says, with the repository spelled as in the settings. Of a repository that is no
    /// longer in them nothing is to be done.
    public ForgeEvent event(Delivery delivery) {
        ForgeSettings forge = settings.get().forges().get(delivery.forge());
        if (forge == null || delivery.body().isEmpty()) {
            return new Ignored("", "nothing is kept of it, or its forge is no longer in the settings");
        }
        ForgeEvent event = Dialect.of(forge.type()).read(delivery.event(), Body.json(delivery.body()));
        return settings.get()
                .repository(forge.name(), event.repository())
                .map(RepositorySettings::name)
                .map(name -> named(event, name))
                .orElseGet(() -> new Ignored(event.repository(), "its repository is no longer in the settings"));
    }

    private static ForgeEvent named(ForgeEvent event, String name) {
        return switch (event) {
            case PullRequestMoved it -> new PullRequestMoved(name, it.number(), it.head(), it.actor());
            case PullRequestClosed it -> new PullRequestClosed(name, it.number(), it.merged(), it.actor());
            case ReviewGiven it -> new ReviewGiven(name, it.number(), it.actor(), it.approves(), it.commit());
            case Pushed it -> new Pushed(name, it.branch(), it.before(), it.after(), it.actor());
            case Commented it -> new Commented(name, it.number(), it.onIssue(), it.comment(), it.actor(), it.body());
            case CheckRerun it -> new CheckRerun(name, it.head(), it.check(), it.actor());
            case Ping _ -> new Ping(name);
            case Ignored it -> new Ignored(name, it.reason());
        };
    }

    /// Read each time, so that a rotated one counts.
    private String secret(ForgeSettings forge) {
        String secret = secrets.read(forge.webhookSecret()).strip();
        if (!Dialect.of(forge.type()).isUsable(secret)) {
            throw new ProblemException(Problem.of(
                    Code.SECRET_UNAVAILABLE,
                    "The webhook secret of forge " + forge.name() + " is empty or cannot be used. Without one anybody"
                            + " could tell the runner anything."));
        }
        return secret;
    }
}
