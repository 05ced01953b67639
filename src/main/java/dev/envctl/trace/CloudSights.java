package dev.envctl.trace;

import dev.envctl.provider.Ownership;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// What a trace looks at in the account. Every method only reads, and throws
/// [dev.envctl.provider.ProviderException] when it is refused.
public interface CloudSights {

    /// A provider that can show this.
    interface Source {
        CloudSights cloudSights();
    }

    record VirtualCluster(String id, String cluster, String namespace, Optional<Ownership> ownership) {}

    /// `details` is the service's explanation of its state.
    record Endpoint(
            String id,
            String name,
            VirtualCluster home,
            String state,
            Optional<String> details,
            Optional<String> serverUrl,
            Optional<String> securityGroupId,
            Optional<String> certificateArn,
            Optional<Ownership> ownership,
            Instant createdAt) {}

    /// What the load balancer controller makes of one Ingress, as it tags it.
    record Stack(String cluster, String namespace, String ingress) {}

    record Tagged(List<String> loadBalancers, List<String> targetGroups) {
        public Tagged {
            loadBalancers = List.copyOf(loadBalancers);
            targetGroups = List.copyOf(targetGroups);
        }
    }

    record TargetGroup(String arn, String name, String targetType, List<String> loadBalancerArns) {
        public TargetGroup {
            loadBalancerArns = List.copyOf(loadBalancerArns);
        }
    }

    record Target(String id, int port, String state, Optional<String> reason) {}

    record LoadBalancer(
            String arn,
            String name,
            String host,
            String state,
            Optional<String> reason,
            String vpcId,
            List<String> securityGroupIds) {
        public LoadBalancer {
            securityGroupIds = List.copyOf(securityGroupIds);
        }
    }

    record Listener(int port, String protocol, List<String> certificateArns) {
        public Listener {
            certificateArns = List.copyOf(certificateArns);
        }
    }

    record Certificate(String arn, String status, Optional<Instant> notAfter) {}

    /// One peer of one rule: a group's id, a CIDR, or a prefix list.
    record Rule(String protocol, int fromPort, int toPort, String peer) {}

    record SecurityGroup(String id, String name, List<Rule> ingress, List<Rule> egress) {
        public SecurityGroup {
            ingress = List.copyOf(ingress);
            egress = List.copyOf(egress);
        }
    }

    record Studio(String id, String name, String workspaceGroupId, String engineGroupId) {}

    /// Those that are not terminated.
    List<VirtualCluster> virtualClusters();

    /// In every state: those that ended are listed too.
    List<Endpoint> endpoints(VirtualCluster home);

    Tagged tagged(Stack stack);

    Optional<TargetGroup> targetGroup(String arn);

    List<Target> targets(String targetGroupArn);

    Optional<LoadBalancer> loadBalancer(String arn);

    List<Listener> listeners(String loadBalancerArn);

    Optional<Certificate> certificate(String arn);

    /// Those of the ids that exist.
    List<SecurityGroup> securityGroups(List<String> ids);

    List<Studio> studios(String vpcId);
}
