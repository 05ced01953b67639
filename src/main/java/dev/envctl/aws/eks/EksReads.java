package dev.envctl.aws.eks;

import dev.envctl.aws.AwsClients;
import dev.envctl.provider.Missing;
import dev.envctl.provider.Session;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.eks.model.ClientException;
import software.amazon.awssdk.services.eks.model.Cluster;
import software.amazon.awssdk.services.eks.model.EksException;
import software.amazon.awssdk.services.eks.model.ResourceNotFoundException;

/// What is read of a cluster, once per session unless it is waited for.
public record EksReads(AwsClients clients) {

    /// One that is not there is noted as missing.
    public Optional<Cluster> describe(String name, Session session) {
        return session.once("eks/cluster/" + name, () -> {
            Optional<Cluster> live = describeAgain(name);
            if (live.isEmpty()) {
                session.missing().note(new Missing.Cluster(name, () -> others(session)));
            }
            return live;
        });
    }

    /// A hint is not worth a refusal.
    private List<String> others(Session session) {
        try {
            return names(session);
        } catch (SdkException refused) {
            return List.of();
        }
    }

    List<String> names(Session session) {
        return session.once(
                "eks/clusters",
                () -> clients.eks().listClustersPaginator().clusters().stream().toList());
    }

    /// What is true now, whatever the session remembers.
    Optional<Cluster> describeAgain(String name) {
        try {
            return Optional.of(
                    clients.eks().describeCluster(request -> request.name(name)).cluster());
        } catch (EksException refused) {
            if (saysMissing(refused)) {
                return Optional.empty();
            }
            throw refused;
        }
    }

    /// `ClientException` with "No cluster found for name" is the older form.
    static boolean saysMissing(EksException refused) {
        return refused instanceof ResourceNotFoundException
                || (refused instanceof ClientException
                        && String.valueOf(refused.getMessage())
                                .toLowerCase(Locale.ROOT)
                                .contains("no cluster found"));
    }

    /// Clusters from before access entries do not say it.
    static String authenticationMode(Cluster live) {
        return Optional.ofNullable(live.accessConfig())
                .flatMap(access -> Optional.ofNullable(access.authenticationModeAsString()))
                .orElse("CONFIG_MAP");
    }
}
