package dev.envctl.sandbox;

import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/// How a sandbox behaves. `port` 0 takes any free one. A new role cannot be assumed for `rolePropagation`; a change of
/// tags reaches the tagging API's listing after `taggingLag`, a call the event history after `trailLag`, all in
/// emulated time.
public record SandboxOptions(
        int port,
        Clock clock,
        Duration rolePropagation,
        Duration taggingLag,
        Duration trailLag,
        List<Seed> seeds,
        Optional<KubernetesApi> kubernetes) {

    public SandboxOptions {
        seeds = List.copyOf(seeds);
    }

    /// Everything at once and nothing in it, on emulated time that runs `scale` times as fast as real time.
    public static SandboxOptions scaled(double scale) {
        return at(SandboxClock.scaled(InstantSource.system(), scale));
    }

    public static SandboxOptions at(Clock clock) {
        return new SandboxOptions(0, clock, Duration.ZERO, Duration.ZERO, Duration.ZERO, List.of(), Optional.empty());
    }

    public SandboxOptions withPort(int other) {
        return new SandboxOptions(other, clock, rolePropagation, taggingLag, trailLag, seeds, kubernetes);
    }

    public SandboxOptions withRolePropagation(Duration other) {
        return new SandboxOptions(port, clock, other, taggingLag, trailLag, seeds, kubernetes);
    }

    public SandboxOptions withTaggingLag(Duration other) {
        return new SandboxOptions(port, clock, rolePropagation, other, trailLag, seeds, kubernetes);
    }

    public SandboxOptions withTrailLag(Duration other) {
        return new SandboxOptions(port, clock, rolePropagation, taggingLag, other, seeds, kubernetes);
    }

    public SandboxOptions withSeeds(List<Seed> other) {
        return new SandboxOptions(port, clock, rolePropagation, taggingLag, trailLag, other, kubernetes);
    }

    public SandboxOptions withKubernetes(KubernetesApi other) {
        return new SandboxOptions(port, clock, rolePropagation, taggingLag, trailLag, seeds, Optional.of(other));
    }
}
