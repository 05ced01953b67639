package dev.envctl.trace;

import dev.envctl.provider.Provider;
import java.util.List;
import java.util.stream.Stream;

/// Who can show what, among the providers of a world.
public record Sights(CloudSights cloud, ClusterSights.Source clusters) {

    public static Sights of(List<Provider> providers) {
        return new Sights(
                one(providers, CloudSights.Source.class).cloudSights(), one(providers, ClusterSights.Source.class));
    }

    private static <T> T one(List<Provider> providers, Class<T> source) {
        return providers.stream()
                .flatMap(provider -> source.isInstance(provider) ? Stream.of(source.cast(provider)) : Stream.empty())
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(
                        "no provider is a %s; this is a bug in envctl".formatted(source.getName())));
    }
}
