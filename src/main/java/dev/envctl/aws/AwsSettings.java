package dev.envctl.aws;

import dev.envctl.provider.Session.Sleeper;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

/// How to reach AWS for one environment. With an `endpoint` every service answers there (the sandbox, an emulator) and
/// S3 is addressed by path; without one the SDK decides, `AWS_ENDPOINT_URL` included.
public record AwsSettings(
        String region,
        Credentials credentials,
        Optional<URI> endpoint,
        Optional<AssumedRole> role,
        Pace pace,
        String version,
        Time time,
        CallListener calls) {

    /// Nobody wants to know of calls.
    public AwsSettings(
            String region,
            Credentials credentials,
            Optional<URI> endpoint,
            Optional<AssumedRole> role,
            Pace pace,
            String version,
            Time time) {
        this(region, credentials, endpoint, role, pace, version, time, CallListener.NONE);
    }

    public sealed interface Credentials {

        /// Whatever the SDK's chain finds: environment, profile, web identity, container, instance.
        record Ambient() implements Credentials {}

        record Given(String accessKeyId, String secretAccessKey) implements Credentials {
            @Override
            public String toString() {
                return "Given[" + accessKeyId + "]";
            }
        }
    }

    /// The plan or the apply role; `externalId` where the role's trust policy asks for one.
    public record AssumedRole(String arn, Optional<String> externalId) {}

    /// How hard to knock: tries per call with the first pause between them, and the rate at which each API action
    /// is called before the service says that it is too much.
    public record Pace(int attempts, Duration firstPause, double callsPerSecond, int burst) {
        public static final Pace AWS = new Pace(8, Duration.ofMillis(200), 20, 40);

        /// An emulator on this machine has no quota worth sparing.
        public static final Pace LOCAL = new Pace(4, Duration.ofMillis(20), 5_000, 5_000);
    }

    /// The clock and the way to wait, so that tests turn one and skip the other.
    public record Time(Clock clock, Sleeper sleeper) {}

    /// The account behind the caller's own credentials.
    public static AwsSettings aws(String region, String version, Time time) {
        return new AwsSettings(
                region, new Credentials.Ambient(), Optional.empty(), Optional.empty(), Pace.AWS, version, time);
    }

    /// An emulator, with credentials that mean nothing.
    public static AwsSettings local(String region, URI endpoint, String version, Time time) {
        return new AwsSettings(
                region,
                new Credentials.Given("sandbox", "sandbox"),
                Optional.of(endpoint),
                Optional.empty(),
                Pace.LOCAL,
                version,
                time);
    }

    public AwsSettings assuming(AssumedRole assumed) {
        return new AwsSettings(region, credentials, endpoint, Optional.of(assumed), pace, version, time, calls);
    }

    public AwsSettings telling(CallListener listener) {
        return new AwsSettings(region, credentials, endpoint, role, pace, version, time, listener);
    }
}
