package dev.envctl.aws.eks;

import dev.envctl.provider.Observed;
import dev.envctl.provider.Ownership;
import dev.envctl.provider.Phase;
import dev.envctl.value.Ordered;
import dev.envctl.value.Value;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.eks.model.Cluster;
import software.amazon.awssdk.services.eks.model.LogSetup;
import software.amazon.awssdk.services.eks.model.VpcConfigResponse;

/// A cluster as EKS describes it, in the words of the kind.
final class ClusterReader {

    static final SequencedMap<String, Phase> STATES = states();

    private ClusterReader() {}

    private static SequencedMap<String, Phase> states() {
        SequencedMap<String, Phase> states = new LinkedHashMap<>();
        states.put("CREATING", Phase.IN_PROGRESS);
        states.put("PENDING", Phase.IN_PROGRESS);
        states.put("ACTIVE", Phase.READY);
        // its attributes hold while a version or a setting is being changed
        states.put("UPDATING", Phase.READY);
        states.put("DELETING", Phase.DELETING);
        states.put("FAILED", Phase.FAILED);
        return Ordered.copyOf(states);
    }

    static Phase phase(Cluster live) {
        return STATES.getOrDefault(live.statusAsString(), Phase.IN_PROGRESS);
    }

    static Observed<dev.envctl.aws.eks.Cluster.Spec> observed(Cluster live) {
        return new Observed<>(
                live.name(),
                spec(live),
                computed(live),
                Ownership.from(live.tags()),
                phase(live),
                live.statusAsString(),
                issues(live),
                Optional.empty());
    }

    private static Optional<String> issues(Cluster live) {
        return Optional.ofNullable(live.health())
                .map(health -> health.issues().stream()
                        .map(issue -> "%s: %s".formatted(issue.codeAsString(), issue.message()))
                        .collect(Collectors.joining("; ")))
                .filter(text -> !text.isEmpty());
    }

    static dev.envctl.aws.eks.Cluster.Spec spec(Cluster live) {
        return new dev.envctl.aws.eks.Cluster.Spec(
                live.name(),
                live.roleArn(),
                Optional.ofNullable(live.version()),
                network(live.resourcesVpcConfig()),
                services(live),
                logTypes(live),
                new dev.envctl.aws.eks.Cluster.AccessConfig(EksReads.authenticationMode(live), Optional.empty()),
                live.encryptionConfig().stream()
                        .map(encryption -> new dev.envctl.aws.eks.Cluster.EncryptionConfig(
                                new dev.envctl.aws.eks.Cluster.Key(
                                        encryption.provider().keyArn()),
                                encryption.resources()))
                        .toList(),
                Optional.ofNullable(live.upgradePolicy())
                        .map(policy -> new dev.envctl.aws.eks.Cluster.UpgradePolicy(policy.supportTypeAsString())),
                Boolean.TRUE.equals(live.deletionProtection()),
                Ownership.userTags(live.tags()));
    }

    private static dev.envctl.aws.eks.Cluster.Network network(VpcConfigResponse live) {
        return new dev.envctl.aws.eks.Cluster.Network(
                live.subnetIds(),
                live.securityGroupIds(),
                Boolean.TRUE.equals(live.endpointPublicAccess()),
                Boolean.TRUE.equals(live.endpointPrivateAccess()),
                live.publicAccessCidrs());
    }

    private static Optional<dev.envctl.aws.eks.Cluster.KubernetesNetwork> services(Cluster live) {
        return Optional.ofNullable(live.kubernetesNetworkConfig())
                .map(network -> new dev.envctl.aws.eks.Cluster.KubernetesNetwork(
                        Optional.ofNullable(network.ipFamilyAsString()),
                        Optional.ofNullable(network.serviceIpv4Cidr())));
    }

    private static List<String> logTypes(Cluster live) {
        return Optional.ofNullable(live.logging()).stream()
                .flatMap(logging -> logging.clusterLogging().stream())
                .filter(setup -> Boolean.TRUE.equals(setup.enabled()))
                .map(LogSetup::typesAsStrings)
                .flatMap(List::stream)
                .sorted()
                .toList();
    }

    static Value.MapValue computed(Cluster live) {
        Map<String, Value> computed = new LinkedHashMap<>();
        computed.put("arn", Value.of(live.arn()));
        computed.put("status", Value.of(live.statusAsString()));
        computed.put("authenticationMode", Value.of(EksReads.authenticationMode(live)));
        putText(computed, "endpoint", live.endpoint());
        putText(computed, "platformVersion", live.platformVersion());
        Optional.ofNullable(live.certificateAuthority())
                .ifPresent(authority -> putText(computed, "certificateAuthority", authority.data()));
        Optional.ofNullable(live.identity())
                .flatMap(identity -> Optional.ofNullable(identity.oidc()))
                .ifPresent(oidc -> putText(computed, "issuer", oidc.issuer()));
        Optional.ofNullable(live.resourcesVpcConfig()).ifPresent(network -> {
            putText(computed, "vpcId", network.vpcId());
            putText(computed, "clusterSecurityGroupId", network.clusterSecurityGroupId());
            computed.put("subnetIds", Value.texts(network.subnetIds()));
            computed.put("securityGroupIds", Value.texts(network.securityGroupIds()));
        });
        return new Value.MapValue(computed);
    }

    private static void putText(Map<String, Value> computed, String key, String text) {
        Optional.ofNullable(text).ifPresent(present -> computed.put(key, Value.of(present)));
    }
}
