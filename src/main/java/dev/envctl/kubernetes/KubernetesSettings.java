package dev.envctl.kubernetes;

import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/// What the kinds are told of the world beside the clusters: `chartRepository` turns a repository's address into the
/// one to ask (the sandbox answers for some), `allowedRepository` says which may be asked at all, `directory` is what
/// paths of local charts go by, `kubeconfig` overrides how clusters are reached, with `confined` local charts lie below
/// `directory`, `retries` is the number of times that a request is repeated when an API server is not well.
public record KubernetesSettings(
        UnaryOperator<String> chartRepository,
        Predicate<String> allowedRepository,
        Path directory,
        boolean confined,
        Optional<Kubeconfig> kubeconfig,
        int retries) {

    private static final int RETRIES = 4;

    /// Repositories are asked themselves, and EKS says how its clusters are reached.
    public static KubernetesSettings in(Path directory) {
        return new KubernetesSettings(UnaryOperator.identity(), _ -> true, directory, false, Optional.empty(), RETRIES);
    }

    public KubernetesSettings withChartRepository(UnaryOperator<String> other) {
        return new KubernetesSettings(other, allowedRepository, directory, confined, kubeconfig, retries);
    }

    public KubernetesSettings withKubeconfig(Kubeconfig other) {
        return new KubernetesSettings(
                chartRepository, allowedRepository, directory, confined, Optional.of(other), retries);
    }

    /// For somebody else's documents: charts come from allowed repositories, or lie below a directory.
    public KubernetesSettings confinedTo(Path checkout, Predicate<String> repositories) {
        return new KubernetesSettings(chartRepository, repositories, checkout, true, kubeconfig, retries);
    }

    public KubernetesSettings withRetries(int other) {
        return new KubernetesSettings(chartRepository, allowedRepository, directory, confined, kubeconfig, other);
    }
}
