package dev.envctl.sandbox.aws.eks;

import dev.envctl.sandbox.aws.Identifiers;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import software.amazon.awssdk.services.eks.model.AccessConfigResponse;
import software.amazon.awssdk.services.eks.model.AccessEntry;
import software.amazon.awssdk.services.eks.model.AccessScope;
import software.amazon.awssdk.services.eks.model.AccessScopeType;
import software.amazon.awssdk.services.eks.model.Addon;
import software.amazon.awssdk.services.eks.model.AddonHealth;
import software.amazon.awssdk.services.eks.model.AddonIssue;
import software.amazon.awssdk.services.eks.model.AssociatedAccessPolicy;
import software.amazon.awssdk.services.eks.model.AutoScalingGroup;
import software.amazon.awssdk.services.eks.model.Certificate;
import software.amazon.awssdk.services.eks.model.Cluster;
import software.amazon.awssdk.services.eks.model.ClusterHealth;
import software.amazon.awssdk.services.eks.model.EncryptionConfig;
import software.amazon.awssdk.services.eks.model.FargateProfile;
import software.amazon.awssdk.services.eks.model.FargateProfileSelector;
import software.amazon.awssdk.services.eks.model.Identity;
import software.amazon.awssdk.services.eks.model.KubernetesNetworkConfigResponse;
import software.amazon.awssdk.services.eks.model.LogSetup;
import software.amazon.awssdk.services.eks.model.Logging;
import software.amazon.awssdk.services.eks.model.Nodegroup;
import software.amazon.awssdk.services.eks.model.NodegroupHealth;
import software.amazon.awssdk.services.eks.model.NodegroupResources;
import software.amazon.awssdk.services.eks.model.NodegroupScalingConfig;
import software.amazon.awssdk.services.eks.model.NodegroupUpdateConfig;
import software.amazon.awssdk.services.eks.model.OIDC;
import software.amazon.awssdk.services.eks.model.PodIdentityAssociation;
import software.amazon.awssdk.services.eks.model.PodIdentityAssociationSummary;
import software.amazon.awssdk.services.eks.model.Taint;
import software.amazon.awssdk.services.eks.model.Update;
import software.amazon.awssdk.services.eks.model.UpdateParam;
import software.amazon.awssdk.services.eks.model.UpdateStatus;
import software.amazon.awssdk.services.eks.model.UpgradePolicyResponse;
import software.amazon.awssdk.services.eks.model.VpcConfigResponse;

/// Rows as EKS describes them.
final class Descriptions {

    private static final String PLATFORM_VERSION = "eks.12";

    private static final AddonIssue NO_NODES = AddonIssue.builder()
            .code("InsufficientNumberOfReplicas")
            .message("The add-on is unhealthy because it doesn't have the desired number of replicas.")
            .build();

    private Descriptions() {}

    /// While a cluster is being made it has no API server and no issuer to tell of.
    static Cluster cluster(ClusterRow row, String endpoint, Instant now) {
        String status = row.progress().statusAt(now);
        Cluster.Builder cluster = Cluster.builder()
                .name(row.name())
                .arn(row.arn())
                .version(row.version())
                .platformVersion(PLATFORM_VERSION)
                .createdAt(row.origin().createdAt())
                .roleArn(row.roleArn())
                .status(status)
                .resourcesVpcConfig(network(row.network()))
                .kubernetesNetworkConfig(KubernetesNetworkConfigResponse.builder()
                        .ipFamily(row.inside().ipFamily())
                        .serviceIpv4Cidr(row.inside().serviceCidr())
                        .build())
                .logging(logging(row.settings().logTypes()))
                .accessConfig(AccessConfigResponse.builder()
                        .authenticationMode(row.settings().authenticationMode())
                        .build())
                .upgradePolicy(UpgradePolicyResponse.builder()
                        .supportType(row.settings().supportType())
                        .build())
                .health(ClusterHealth.builder().issues(List.of()).build())
                .deletionProtection(row.settings().deletionProtection())
                .tags(row.tags());
        row.settings().encryptionKeyArn().ifPresent(key -> cluster.encryptionConfig(encryption(key)));
        if (!status.equals(Progress.CREATING)) {
            cluster.endpoint(endpoint)
                    .identity(Identity.builder()
                            .oidc(OIDC.builder().issuer(row.inside().issuer()).build())
                            .build())
                    .certificateAuthority(Certificate.builder()
                            .data(row.inside().certificateAuthority())
                            .build());
        }
        return cluster.build();
    }

    private static EncryptionConfig encryption(String keyArn) {
        return EncryptionConfig.builder()
                .resources("secrets")
                .provider(provider -> provider.keyArn(keyArn))
                .build();
    }

    private static VpcConfigResponse network(ClusterRow.Network network) {
        return VpcConfigResponse.builder()
                .vpcId(network.vpcId())
                .subnetIds(network.subnetIds())
                .securityGroupIds(network.securityGroupIds())
                .clusterSecurityGroupId(network.clusterSecurityGroupId())
                .endpointPublicAccess(network.endpoint().publicly())
                .endpointPrivateAccess(network.endpoint().privately())
                .publicAccessCidrs(network.endpoint().publicCidrs())
                .build();
    }

    /// The types that are on, and those that are off, in two entries.
    private static Logging logging(List<String> on) {
        List<LogSetup> setups = new ArrayList<>();
        addSetup(true, on, setups);
        addSetup(
                false,
                ClusterSettings.LOG_TYPES.stream()
                        .filter(type -> !on.contains(type))
                        .toList(),
                setups);
        return Logging.builder().clusterLogging(setups).build();
    }

    private static void addSetup(boolean enabled, List<String> types, List<LogSetup> setups) {
        if (!types.isEmpty()) {
            setups.add(
                    LogSetup.builder().enabled(enabled).typesWithStrings(types).build());
        }
    }

    static Update update(UpdateRow row, Instant now) {
        return Update.builder()
                .id(row.id())
                .type(row.type())
                .status(now.isBefore(row.doneAt()) ? UpdateStatus.IN_PROGRESS : UpdateStatus.SUCCESSFUL)
                .params(row.parameters().entrySet().stream()
                        .map(entry -> UpdateParam.builder()
                                .type(entry.getKey())
                                .value(entry.getValue())
                                .build())
                        .toList())
                .createdAt(row.createdAt())
                .errors(List.of())
                .build();
    }

    static Nodegroup nodegroup(NodegroupRow row, Instant now) {
        NodegroupRow.Scaling scaling = row.behaviour().scaling();
        Nodegroup.Builder nodegroup = Nodegroup.builder()
                .clusterName(row.clusterName())
                .nodegroupName(row.name())
                .nodegroupArn(row.arn())
                .version(row.release().version())
                .releaseVersion(row.release().releaseVersion())
                .createdAt(row.origin().createdAt())
                .modifiedAt(row.origin().createdAt())
                .status(row.progress().statusAt(now))
                .capacityType(row.machines().capacityType())
                .scalingConfig(NodegroupScalingConfig.builder()
                        .minSize(scaling.minimum())
                        .maxSize(scaling.maximum())
                        .desiredSize(scaling.desired())
                        .build())
                .updateConfig(NodegroupUpdateConfig.builder()
                        .maxUnavailable(row.behaviour().maxUnavailable().orElse(null))
                        .maxUnavailablePercentage(
                                row.behaviour().maxUnavailablePercentage().orElse(null))
                        .build())
                .subnets(row.subnetIds())
                .amiType(row.machines().amiType())
                .nodeRole(row.nodeRoleArn())
                .labels(row.behaviour().labels())
                .taints(row.behaviour().taints().stream()
                        .map(Descriptions::taint)
                        .toList())
                .resources(NodegroupResources.builder()
                        .autoScalingGroups(AutoScalingGroup.builder()
                                .name("eks-%s-%s"
                                        .formatted(
                                                row.name().toLowerCase(Locale.ROOT),
                                                Identifiers.seededUuid("asg", row.arn())))
                                .build())
                        .build())
                .health(NodegroupHealth.builder().issues(List.of()).build())
                .tags(row.tags());
        row.machines()
                .launchTemplate()
                .ifPresentOrElse(
                        template -> nodegroup.launchTemplate(
                                launch -> launch.id(template.id().orElse(null))
                                        .name(template.name().orElse(null))
                                        .version(template.version())),
                        () -> nodegroup
                                .instanceTypes(row.machines().instanceTypes())
                                .diskSize(row.machines().diskSize()));
        return nodegroup.build();
    }

    private static Taint taint(NodegroupRow.Taint taint) {
        return Taint.builder()
                .key(taint.key())
                .value(taint.value().orElse(null))
                .effect(taint.effect())
                .build();
    }

    static FargateProfile fargateProfile(FargateProfileRow row, Instant now) {
        return FargateProfile.builder()
                .clusterName(row.clusterName())
                .fargateProfileName(row.name())
                .fargateProfileArn(row.arn())
                .podExecutionRoleArn(row.podExecutionRoleArn())
                .subnets(row.subnetIds())
                .selectors(row.selectors().stream()
                        .map(selector -> FargateProfileSelector.builder()
                                .namespace(selector.namespace())
                                .labels(selector.labels())
                                .build())
                        .toList())
                .status(row.progress().statusAt(now))
                .createdAt(row.createdAt())
                .tags(row.tags())
                .build();
    }

    /// One that needs a node is degraded while there is none.
    static Addon addon(AddonRow row, List<String> associationArns, boolean hasRoom, Instant now) {
        String status = row.progress().statusAt(now);
        boolean isDegraded = status.equals(Progress.ACTIVE)
                && !hasRoom
                && !List.of("vpc-cni", "kube-proxy", "eks-pod-identity-agent").contains(row.name());
        return Addon.builder()
                .clusterName(row.clusterName())
                .addonName(row.name())
                .addonArn(row.arn())
                .addonVersion(row.version())
                .status(isDegraded ? "DEGRADED" : status)
                .health(AddonHealth.builder()
                        .issues(isDegraded ? List.of(NO_NODES) : List.of())
                        .build())
                .configurationValues(row.options().configurationValues().orElse(null))
                .serviceAccountRoleArn(row.options().serviceAccountRoleArn().orElse(null))
                .podIdentityAssociations(associationArns)
                .createdAt(row.createdAt())
                .modifiedAt(row.createdAt())
                .tags(row.tags())
                .build();
    }

    static PodIdentityAssociation podIdentity(PodIdentityRow row) {
        return PodIdentityAssociation.builder()
                .clusterName(row.clusterName())
                .associationId(row.associationId())
                .associationArn(row.arn())
                .namespace(row.namespace())
                .serviceAccount(row.serviceAccount())
                .roleArn(row.roleArn())
                .ownerArn(row.ownerArn().orElse(null))
                .createdAt(row.createdAt())
                .modifiedAt(row.modifiedAt())
                .disableSessionTags(false)
                .tags(row.tags())
                .build();
    }

    static PodIdentityAssociationSummary podIdentitySummary(PodIdentityRow row) {
        return PodIdentityAssociationSummary.builder()
                .clusterName(row.clusterName())
                .associationId(row.associationId())
                .associationArn(row.arn())
                .namespace(row.namespace())
                .serviceAccount(row.serviceAccount())
                .ownerArn(row.ownerArn().orElse(null))
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
