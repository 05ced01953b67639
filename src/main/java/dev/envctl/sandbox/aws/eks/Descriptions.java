package dev.envctl.sandbox.aws.eks;

import dev.envctl.sandbox.aws.Identifiers;
import java.util.List;
import java.util.Locale;
import software.amazon.awssdk.services.eks.model.AMITypes;
import software.amazon.awssdk.services.eks.model.AccessConfigResponse;
import software.amazon.awssdk.services.eks.model.AccessEntry;
import software.amazon.awssdk.services.eks.model.AccessScope;
import software.amazon.awssdk.services.eks.model.AccessScopeType;
import software.amazon.awssdk.services.eks.model.Addon;
import software.amazon.awssdk.services.eks.model.AddonHealth;
import software.amazon.awssdk.services.eks.model.AddonStatus;
import software.amazon.awssdk.services.eks.model.AssociatedAccessPolicy;
import software.amazon.awssdk.services.eks.model.AutoScalingGroup;
import software.amazon.awssdk.services.eks.model.CapacityTypes;
import software.amazon.awssdk.services.eks.model.Certificate;
import software.amazon.awssdk.services.eks.model.Cluster;
import software.amazon.awssdk.services.eks.model.ClusterHealth;
import software.amazon.awssdk.services.eks.model.ClusterStatus;
import software.amazon.awssdk.services.eks.model.Identity;
import software.amazon.awssdk.services.eks.model.IpFamily;
import software.amazon.awssdk.services.eks.model.KubernetesNetworkConfigResponse;
import software.amazon.awssdk.services.eks.model.LogSetup;
import software.amazon.awssdk.services.eks.model.LogType;
import software.amazon.awssdk.services.eks.model.Logging;
import software.amazon.awssdk.services.eks.model.Nodegroup;
import software.amazon.awssdk.services.eks.model.NodegroupHealth;
import software.amazon.awssdk.services.eks.model.NodegroupResources;
import software.amazon.awssdk.services.eks.model.NodegroupScalingConfig;
import software.amazon.awssdk.services.eks.model.NodegroupStatus;
import software.amazon.awssdk.services.eks.model.NodegroupUpdateConfig;
import software.amazon.awssdk.services.eks.model.OIDC;
import software.amazon.awssdk.services.eks.model.SupportType;
import software.amazon.awssdk.services.eks.model.UpgradePolicyResponse;
import software.amazon.awssdk.services.eks.model.VpcConfigResponse;

/// Rows as EKS describes them.
final class Descriptions {

    private Descriptions() {}

    static Cluster cluster(ClusterRow row, String endpoint) {
        return Cluster.builder()
                .name(row.name())
                .arn(row.arn())
                .version(row.version())
                .platformVersion(row.platformVersion())
                .createdAt(row.createdAt())
                .endpoint(endpoint)
                .roleArn(row.roleArn())
                .status(ClusterStatus.ACTIVE)
                .resourcesVpcConfig(network(row.network()))
                .kubernetesNetworkConfig(KubernetesNetworkConfigResponse.builder()
                        .ipFamily(IpFamily.IPV4)
                        .serviceIpv4Cidr("172.20.0.0/16")
                        .build())
                .logging(logging())
                .identity(Identity.builder()
                        .oidc(OIDC.builder().issuer(row.issuer()).build())
                        .build())
                .certificateAuthority(
                        Certificate.builder().data(row.certificateAuthority()).build())
                .accessConfig(AccessConfigResponse.builder()
                        .authenticationMode(row.authenticationMode())
                        .build())
                .upgradePolicy(UpgradePolicyResponse.builder()
                        .supportType(SupportType.EXTENDED)
                        .build())
                .health(ClusterHealth.builder().issues(List.of()).build())
                .deletionProtection(false)
                .tags(row.tags())
                .build();
    }

    private static VpcConfigResponse network(ClusterRow.Network network) {
        return VpcConfigResponse.builder()
                .vpcId(network.vpcId())
                .subnetIds(network.subnetIds())
                .securityGroupIds(network.securityGroupIds())
                .clusterSecurityGroupId(network.clusterSecurityGroupId())
                .endpointPublicAccess(true)
                .endpointPrivateAccess(true)
                .publicAccessCidrs("0.0.0.0/0")
                .build();
    }

    private static Logging logging() {
        return Logging.builder()
                .clusterLogging(LogSetup.builder()
                        .enabled(false)
                        .types(
                                LogType.API,
                                LogType.AUDIT,
                                LogType.AUTHENTICATOR,
                                LogType.CONTROLLER_MANAGER,
                                LogType.SCHEDULER)
                        .build())
                .build();
    }

    static Nodegroup nodegroup(ClusterRow cluster, NodegroupRow row) {
        return Nodegroup.builder()
                .clusterName(row.clusterName())
                .nodegroupName(row.name())
                .nodegroupArn(row.arn())
                .version(cluster.version())
                .releaseVersion("%s.7-20260915".formatted(cluster.version()))
                .createdAt(row.createdAt())
                .modifiedAt(row.createdAt())
                .status(NodegroupStatus.ACTIVE)
                .capacityType(CapacityTypes.ON_DEMAND)
                .scalingConfig(NodegroupScalingConfig.builder()
                        .minSize(row.scaling().minimum())
                        .maxSize(row.scaling().maximum())
                        .desiredSize(row.scaling().desired())
                        .build())
                .updateConfig(NodegroupUpdateConfig.builder().maxUnavailable(1).build())
                .instanceTypes(row.instanceType())
                .subnets(row.subnetIds())
                .amiType(AMITypes.fromValue(row.amiType()))
                .nodeRole(row.nodeRoleArn())
                .diskSize(20)
                .resources(NodegroupResources.builder()
                        .autoScalingGroups(AutoScalingGroup.builder()
                                .name("eks-%s-%s"
                                        .formatted(
                                                row.name().toLowerCase(Locale.ROOT),
                                                Identifiers.seededUuid("asg", row.arn())))
                                .build())
                        .build())
                .health(NodegroupHealth.builder().issues(List.of()).build())
                .tags(row.tags())
                .build();
    }

    static Addon addon(AddonRow row) {
        return Addon.builder()
                .clusterName(row.clusterName())
                .addonName(row.name())
                .addonArn(row.arn())
                .addonVersion(row.version())
                .status(AddonStatus.ACTIVE)
                .health(AddonHealth.builder().issues(List.of()).build())
                .createdAt(row.createdAt())
                .modifiedAt(row.createdAt())
                .tags(row.tags())
                .build();
    }

    static AccessEntry accessEntry(AccessEntryRow row) {
        return AccessEntry.builder()
                .clusterName(row.clusterName())
                .principalArn(row.principalArn())
                .accessEntryArn(row.arn())
                .type(row.type())
                .username(row.username())
                .kubernetesGroups(row.groups())
                .createdAt(row.createdAt())
                .modifiedAt(row.modifiedAt())
                .tags(row.tags())
                .build();
    }

    static AssociatedAccessPolicy association(AccessEntryRow.Association association) {
        return AssociatedAccessPolicy.builder()
                .policyArn(association.policyArn())
                .accessScope(AccessScope.builder()
                        .type(association.namespaces().isEmpty() ? AccessScopeType.CLUSTER : AccessScopeType.NAMESPACE)
                        .namespaces(association.namespaces())
                        .build())
                .associatedAt(association.associatedAt())
                .modifiedAt(association.modifiedAt())
                .build();
    }
}
