package dev.envctl.sandbox;

import java.util.List;
import java.util.Optional;

/// What the Kubernetes API of an emulated cluster has to ask AWS: which clusters there are, and who holds an access
/// key. Answered from the tables of `sandbox.aws`, within the transaction of the call that asks.
public interface ClusterDirectory {

    Optional<Cluster> cluster(World world, String name);

    /// Who signs with an access key; empty for a key that nobody has.
    Optional<Caller> caller(World world, String accessKeyId);

    /// `authenticationMode` is `CONFIG_MAP`, `API_AND_CONFIG_MAP` or `API`; `creatorArn` is an administrator for
    /// good.
    record Cluster(
            String name,
            String version,
            String authenticationMode,
            String creatorArn,
            List<AccessEntry> accessEntries) {
        public Cluster {
            accessEntries = List.copyOf(accessEntries);
        }
    }

    record AccessEntry(String principalArn, String username, List<String> groups, List<Policy> policies) {
        public AccessEntry {
            groups = List.copyOf(groups);
            policies = List.copyOf(policies);
        }
    }

    /// An associated access policy; without namespaces it holds in the whole cluster.
    record Policy(String arn, List<String> namespaces) {
        public Policy {
            namespaces = List.copyOf(namespaces);
        }
    }

    /// `secretAccessKey` is there when the sandbox knows it, and then signatures are checked.
    record Caller(String arn, Optional<String> secretAccessKey) {}
}
