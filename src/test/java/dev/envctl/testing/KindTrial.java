package dev.envctl.testing;

import dev.envctl.aws.AwsProvider;
import dev.envctl.aws.AwsSettings;
import dev.envctl.provider.KindDriver;
import dev.envctl.provider.Kinds;
import dev.envctl.provider.LiveObject;
import dev.envctl.provider.Ownership;
import dev.envctl.provider.Ownership.Protection;
import dev.envctl.provider.Session;
import dev.envctl.provider.Wanted;
import dev.envctl.value.Address;
import dev.envctl.value.FieldPath;
import dev.envctl.value.KindName;
import dev.envctl.value.Value.MapValue;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/// One kind of the AWS provider under trial against an endpoint, driven as the engine drives it. Waiting turns a clock.
public final class KindTrial {

    public static final String OWNER = "trial.us-east-1";

    private static final Session.Place SANDBOX = new Session.Place(OWNER, "000000000000", "us-east-1", "aws");

    private final AwsProvider provider;
    private final Session.Place place;
    private final KindDriver<?> driver;
    private final String kind;
    private final Supplier<TurnableClock> clocks;

    private KindTrial(AwsProvider provider, Session.Place place, String kind, Supplier<TurnableClock> clocks) {
        this.provider = provider;
        this.place = place;
        this.kind = kind;
        this.clocks = clocks;
        this.driver = Kinds.of(List.of(provider)).get(KindName.of(kind));
    }

    public static AwsProvider provider(URI endpoint) {
        return new AwsProvider(settings(endpoint));
    }

    /// A provider that asks once and dies with the answer.
    public static AwsProvider mortalProvider(URI endpoint) {
        AwsSettings settings = settings(endpoint);
        return new AwsProvider(new AwsSettings(
                settings.region(),
                settings.credentials(),
                settings.endpoint(),
                settings.role(),
                new AwsSettings.Pace(1, Duration.ofMillis(1), 1_000, 1_000),
                settings.version(),
                settings.time()));
    }

    private static AwsSettings settings(URI endpoint) {
        var clock = new TurnableClock();
        return AwsSettings.local("us-east-1", endpoint, "test", new AwsSettings.Time(clock, clock::turn));
    }

    public static KindTrial of(AwsProvider provider, String kind) {
        return new KindTrial(provider, provider.connect(OWNER, Optional.empty()), kind, TurnableClock::new);
    }

    /// In the sandbox's account, without asking who is calling.
    public static KindTrial inSandbox(AwsProvider provider, String kind) {
        return new KindTrial(provider, SANDBOX, kind, TurnableClock::new);
    }

    /// The same with the sandbox's own clock, for kinds whose objects take their time.
    public static KindTrial inSandbox(AwsProvider provider, String kind, TurnableClock clock) {
        return new KindTrial(provider, SANDBOX, kind, () -> clock);
    }

    public Session session() {
        TurnableClock clock = clocks.get();
        return new Session(place, clock, clock::turn, Session.Progress.NONE, () -> {});
    }

    public Address address(String name) {
        return Address.of(kind, name);
    }

    public Ownership ownership(String name) {
        return new Ownership(OWNER, address(name), "0000", 1, Protection.NONE);
    }

    public LiveObject create(String name, MapValue desired) {
        return driver.create(desired, ownership(name), session());
    }

    public LiveObject update(LiveObject live, String name, MapValue desired, String... changed) {
        var paths = Arrays.stream(changed).map(FieldPath::parse).collect(Collectors.toSet());
        return driver.update(live, desired, paths, ownership(name), session());
    }

    public void delete(LiveObject live) {
        driver.delete(live, session());
    }

    public void claim(LiveObject live, String name) {
        driver.claim(live, ownership(name), session());
    }

    public void release(LiveObject live) {
        driver.release(live, session());
    }

    /// What the environment owns.
    public List<LiveObject> owned() {
        return driver.observe(new Wanted(true, List.of(), List.of()), session());
    }

    /// What a document of the environment finds, owned or not.
    public List<LiveObject> sought(String name, MapValue desired) {
        return seek(new Wanted.Sought(address(name), false, desired));
    }

    /// What a plan sees: what is owned, and what the document finds.
    public List<LiveObject> planned(String name, MapValue desired) {
        var sought = new Wanted.Sought(address(name), false, desired);
        return driver.observe(new Wanted(true, List.of(sought), List.of()), session());
    }

    public List<LiveObject> lookedUp(String name, MapValue criteria) {
        return seek(new Wanted.Sought(address(name), true, criteria));
    }

    /// How many API calls something takes.
    public long calls(Runnable something) {
        long before = provider.calls();
        something.run();
        return provider.calls() - before;
    }

    private List<LiveObject> seek(Wanted.Sought sought) {
        return driver.observe(new Wanted(false, List.of(sought), List.of()), session());
    }
}
