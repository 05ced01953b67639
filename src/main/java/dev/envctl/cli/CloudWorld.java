package dev.envctl.cli;

import dev.envctl.aws.AwsProvider;
import dev.envctl.aws.AwsSettings;
import dev.envctl.aws.eks.EksClusters;
import dev.envctl.kubernetes.KubernetesProvider;
import dev.envctl.kubernetes.KubernetesSettings;
import dev.envctl.provider.Provider;
import dev.envctl.provider.Session;
import dev.envctl.provider.World;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/// An account and its clusters. Every kind there is comes from here.
final class CloudWorld implements World {

    private final AwsProvider aws;
    private final List<Provider> providers;
    private final AwsSettings.Time time;

    CloudWorld(AwsSettings settings, KubernetesSettings kubernetes) {
        this.aws = new AwsProvider(settings);
        this.providers = List.of(aws, new KubernetesProvider(new EksClusters(aws.clients()), kubernetes));
        this.time = settings.time();
    }

    AwsProvider aws() {
        return aws;
    }

    @Override
    public Session.Place connect(String owner, Optional<String> expectedAccount) {
        return aws.connect(owner, expectedAccount);
    }

    @Override
    public List<Provider> providers() {
        return providers;
    }

    @Override
    public Clock clock() {
        return time.clock();
    }

    @Override
    public Session.Sleeper sleeper() {
        return time.sleeper();
    }

    /// The clients hold nothing that outlives the process.
    @Override
    public void close() {}
}
