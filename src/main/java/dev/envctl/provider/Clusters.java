package dev.envctl.provider;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/// How Kubernetes kinds reach a cluster and its access entries, answered by whoever knows the cloud that runs it. Keeps
/// the Kubernetes kinds free of the cloud's SDK.
public interface Clusters {

    /// Where a cluster answers and how to be let in. `token` makes a fresh bearer token (they live for minutes).
    /// `authenticationMode` is `CONFIG_MAP`, `API_AND_CONFIG_MAP` or `API`. Empty when there is no such cluster.
    record Connection(
            String name,
            String server,
            String certificateAuthority,
            String authenticationMode,
            Supplier<String> token) {}

    record AccessEntry(String principalArn, Map<String, String> tags, List<Policy> policies) {
        public record Policy(String arn, boolean wholeCluster, List<String> namespaces) {}
    }

    Optional<Connection> connect(String clusterName, Session session);

    Optional<AccessEntry> accessEntry(String clusterName, String principalArn);

    /// An entry that exists already is not an error: several namespaces share one.
    void createAccessEntry(String clusterName, String principalArn, Map<String, String> tags);

    /// Associating a policy again overwrites its scope, so callers merge namespaces first.
    void associatePolicy(String clusterName, String principalArn, AccessEntry.Policy policy);

    void disassociatePolicy(String clusterName, String principalArn, String policyArn);

    /// A missing entry is not an error.
    void deleteAccessEntry(String clusterName, String principalArn);
}
