package dev.envctl.kubernetes;

import dev.envctl.problem.Code;
import dev.envctl.provider.ProviderException;
import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.Optional;

/// What an API server refused, in the user's words.
final class Refusals {

    private Refusals() {}

    static ProviderException translate(
            KubernetesClientException refused, String cluster, String verb, ObjectType type) {
        Optional<Status> status = Optional.ofNullable(refused.getStatus());
        String message = status.map(Status::getMessage)
                .or(() -> Optional.ofNullable(refused.getMessage()))
                .orElse("no reason given");
        String reason = status.map(Status::getReason).orElse("");
        String operation = "kubernetes:%s %s".formatted(verb, type.plural());
        if (refused.getCode() <= 0) {
            return unreachable(refused, cluster, operation);
        }
        return switch (refused.getCode()) {
            case 401 ->
                new ProviderException(
                                Code.ACCESS_DENIED,
                                operation,
                                reason,
                                "",
                                "Cluster %s does not know the caller, who wants to %s %s."
                                        .formatted(cluster, verb, type.plural()))
                        .withHint("Give the caller's role an access entry of the cluster, or an entry in aws-auth.");
            case 403 ->
                message.contains("is being terminated")
                        ? new ProviderException(
                                Code.INVALID_REQUEST, operation, reason, "", inCluster(cluster, message))
                        : new ProviderException(Code.ACCESS_DENIED, operation, reason, "", inCluster(cluster, message))
                                .withHint("The caller needs the verb \"%s\" on %s.".formatted(verb, type.plural()));
            case 429 -> new ProviderException(Code.THROTTLED, operation, reason, "", inCluster(cluster, message));
            case 400, 404, 405, 409, 415, 422 ->
                new ProviderException(Code.INVALID_REQUEST, operation, reason, "", inCluster(cluster, message));
            default -> new ProviderException(Code.SERVICE_ERROR, operation, reason, "", inCluster(cluster, message));
        };
    }

    private static ProviderException unreachable(KubernetesClientException refused, String cluster, String operation) {
        Throwable root = refused;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        String why =
                Optional.ofNullable(root.getMessage()).orElse(root.getClass().getSimpleName());
        return new ProviderException(
                        Code.CLUSTER_UNREACHABLE,
                        operation,
                        "",
                        "",
                        "The API server of cluster %s does not answer: %s.".formatted(cluster, why))
                .withHint("Is its endpoint private? Then run from inside the VPC.");
    }

    private static String inCluster(String cluster, String message) {
        return "Cluster %s: %s".formatted(cluster, message);
    }
}
