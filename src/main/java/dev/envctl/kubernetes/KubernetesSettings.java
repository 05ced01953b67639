package dev.envctl.kubernetes;

import java.nio.file.Path;
import java.util.Optional;
import java.util.function.UnaryOperator;

/// What the kinds are told of the world beside the clusters: `chartRepository` turns a repository's address into the
/// one to ask (the sandbox answers for some), `directory` is what paths of local charts go by, `kubeconfig` overrides
/// how clusters are reached, `retries` is the number of times that a request is repeated when an API server is not
/// well.
public record KubernetesSettings(
        UnaryOperator<String> chartRepository, Path directory, Optional<Kubeconfig> kubeconfig, int retries) {

    private static final int RETRIES = 4;

    /// Repositories are asked themselves, and EKS says how its clusters are reached.
    public static KubernetesSettings in(Path directory) {
        return new KubernetesSettings(UnaryOperator.identity(), directory, Optional.empty(), RETRIES);
    }

    public KubernetesSettings withChartRepository(UnaryOperator<String> other) {
        return new KubernetesSettings(other, directory, kubeconfig, retries);
    }

    public KubernetesSettings withKubeconfig(Kubeconfig other) {
        return new KubernetesSettings(chartRepository, directory, Optional.of(other), retries);
    }

    public KubernetesSettings withRetries(int other) {
        return new KubernetesSettings(chartRepository, directory, kubeconfig, other);
    }
}
