package dev.envctl.aws.eks;

import dev.envctl.aws.eks.Cluster.Spec;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.eks.model.CreateAccessConfigRequest;
import software.amazon.awssdk.services.eks.model.CreateClusterRequest;
import software.amazon.awssdk.services.eks.model.EncryptionConfig;
import software.amazon.awssdk.services.eks.model.LogSetup;
import software.amazon.awssdk.services.eks.model.LogType;
import software.amazon.awssdk.services.eks.model.Logging;
import software.amazon.awssdk.services.eks.model.VpcConfigRequest;

/// A cluster's spec as requests carry it.
final class ClusterRequests {

    private ClusterRequests() {}

    static CreateClusterRequest create(Spec desired, Map<String, String> tags, String token) {
        var request = CreateClusterRequest.builder()
                .name(desired.name())
                .roleArn(desired.roleArn())
                .version(desired.version().orElse(null))
                .resourcesVpcConfig(network(desired.resourcesVpcConfig()))
                .accessConfig(access(desired.accessConfig()))
                .deletionProtection(desired.deletionProtection())
                .clientRequestToken(token)
                .tags(tags);
        if (!desired.enabledLogTypes().isEmpty()) {
            request.logging(logging(desired.enabledLogTypes()));
        }
        if (!desired.encryptionConfig().isEmpty()) {
            request.encryptionConfig(encryption(desired.encryptionConfig()));
        }
        desired.upgradePolicy()
                .ifPresent(policy -> request.upgradePolicy(upgrade -> upgrade.supportType(policy.supportType())));
        desired.kubernetesNetworkConfig()
                .ifPresent(services -> request.kubernetesNetworkConfig(
                        config -> config.ipFamily(services.ipFamily().orElse(null))
                                .serviceIpv4Cidr(services.serviceIpv4Cidr().orElse(null))));
        return request.build();
    }

    private static VpcConfigRequest network(Cluster.Network wanted) {
        return endpoint(wanted).toBuilder()
                .subnetIds(wanted.subnetIds())
                .securityGroupIds(wanted.securityGroupIds())
                .build();
    }

    static VpcConfigRequest endpoint(Cluster.Network wanted) {
        return VpcConfigRequest.builder()
                .endpointPublicAccess(wanted.endpointPublicAccess())
                .endpointPrivateAccess(wanted.endpointPrivateAccess())
                .publicAccessCidrs(wanted.publicAccessCidrs())
                .build();
    }

    static VpcConfigRequest place(Cluster.Network wanted) {
        return VpcConfigRequest.builder()
                .subnetIds(wanted.subnetIds())
                .securityGroupIds(wanted.securityGroupIds())
                .build();
    }

    private static CreateAccessConfigRequest access(Cluster.AccessConfig wanted) {
        return CreateAccessConfigRequest.builder()
                .authenticationMode(wanted.authenticationMode())
                .bootstrapClusterCreatorAdminPermissions(
                        wanted.bootstrapClusterCreatorAdminPermissions().orElse(null))
                .build();
    }

    /// Every type is said to be on or off: what is not said stays as it is.
    static Logging logging(List<String> wanted) {
        List<String> off = Arrays.stream(LogType.values())
                .filter(type -> type != LogType.UNKNOWN_TO_SDK_VERSION)
                .map(LogType::toString)
                .filter(type -> !wanted.contains(type))
                .sorted()
                .toList();
        return Logging.builder()
                .clusterLogging(List.of(setup(true, wanted), setup(false, off)).stream()
                        .filter(setup -> !setup.types().isEmpty())
                        .toList())
                .build();
    }

    private static LogSetup setup(boolean enabled, List<String> types) {
        return LogSetup.builder().enabled(enabled).typesWithStrings(types).build();
    }

    static List<EncryptionConfig> encryption(List<Cluster.EncryptionConfig> wanted) {
        return wanted.stream()
                .map(each -> EncryptionConfig.builder()
                        .resources(each.resources())
                        .provider(provider -> provider.keyArn(each.provider().keyArn()))
                        .build())
                .toList();
    }
}
