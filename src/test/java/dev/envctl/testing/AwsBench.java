package dev.envctl.testing;

import dev.envctl.aws.AwsProvider;
import dev.envctl.aws.AwsSettings;
import dev.envctl.provider.KindDriver;
import dev.envctl.provider.Kinds;
import dev.envctl.provider.LiveObject;
import dev.envctl.provider.Ownership;
import dev.envctl.provider.Session;
import dev.envctl.provider.Wanted;
import dev.envctl.value.Address;
import dev.envctl.value.KindName;
import dev.envctl.value.Value;
import java.net.URI;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/// The AWS kinds at an emulator, driven the way the engine drives them, on a clock that waiting turns.
public final class AwsBench {

    public static final String OWNER = "test.us-east-1";

    private final AwsProvider provider;
    private final Kinds kinds;
    private final Session.Place place;
    private final TurnableClock clock;
    private final List<String> reported = new CopyOnWriteArrayList<>();

    public AwsBench(URI endpoint, TurnableClock clock) {
        this.clock = clock;
        this.provider = new AwsProvider(AwsSettings.local(
                "us-east-1", endpoint, "test", new AwsSettings.Time(Clock.systemUTC(), Thread::sleep)));
        this.kinds = Kinds.of(List.of(provider));
        this.place = provider.connect(OWNER, Optional.empty());
    }

    public AwsProvider provider() {
        return provider;
    }

    public KindDriver<?> kind(String name) {
        return kinds.get(KindName.of(name));
    }

    /// A new one for every observation, as for every plan.
    public Session session() {
        return new Session(place, clock, clock::turn, (id, state) -> reported.add(id + " " + state), () -> {});
    }

    public List<String> reported() {
        return List.copyOf(reported);
    }

    public List<LiveObject> owned(String kind, Wanted.Sought... sought) {
        return kind(kind).observe(new Wanted(true, List.of(sought), List.of()), session());
    }

    public static Ownership ownership(String kind, String name, int generation) {
        return new Ownership(OWNER, Address.of(kind, name), "0a1b2c", generation, Ownership.Protection.NONE);
    }

    public static Wanted.Sought managed(String kind, String name, Value.MapValue desired) {
        return new Wanted.Sought(Address.of(kind, name), false, desired);
    }

    public static Wanted.Sought external(String kind, String name, Value.MapValue criteria) {
        return new Wanted.Sought(Address.of(kind, name), true, criteria);
    }
}
