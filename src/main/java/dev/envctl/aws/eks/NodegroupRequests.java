package dev.envctl.aws.eks;

import dev.envctl.aws.eks.Nodegroup.Spec;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.eks.model.CreateNodegroupRequest;
import software.amazon.awssdk.services.eks.model.LaunchTemplateSpecification;
import software.amazon.awssdk.services.eks.model.NodegroupScalingConfig;
import software.amazon.awssdk.services.eks.model.NodegroupUpdateConfig;
import software.amazon.awssdk.services.eks.model.Taint;

/// A node group's spec as requests carry it. What is not said is left out, and EKS chooses.
final class NodegroupRequests {

    private NodegroupRequests() {}

    static CreateNodegroupRequest create(Spec desired, Map<String, String> tags, String token) {
        var request = CreateNodegroupRequest.builder()
                .clusterName(desired.clusterName())
                .nodegroupName(desired.nodegroupName())
                .nodeRole(desired.nodeRole())
                .subnets(desired.subnets())
                .amiType(desired.amiType().orElse(null))
                .capacityType(desired.capacityType().orElse(null))
                .diskSize(desired.diskSize().orElse(null))
                .version(desired.version().orElse(null))
                .releaseVersion(desired.releaseVersion().orElse(null))
                .clientRequestToken(token)
                .tags(tags);
        desired.scalingConfig().ifPresent(scaling -> request.scalingConfig(scaling(scaling, scaling.minSize())));
        desired.updateConfig().ifPresent(limits -> request.updateConfig(limits(limits)));
        desired.launchTemplate().ifPresent(template -> request.launchTemplate(template(template)));
        if (!desired.instanceTypes().isEmpty()) {
            request.instanceTypes(desired.instanceTypes());
        }
        if (!desired.labels().isEmpty()) {
            request.labels(desired.labels());
        }
        if (!desired.taints().isEmpty()) {
            request.taints(taints(desired.taints()));
        }
        return request.build();
    }

    /// A desired size that nobody names is an autoscaler's business: it stays, as far as the limits allow.
    static NodegroupScalingConfig scaling(Nodegroup.Scaling wanted, int current) {
        int desired = wanted.desiredSize().orElse(Math.clamp(current, wanted.minSize(), wanted.maxSize()));
        return NodegroupScalingConfig.builder()
                .minSize(wanted.minSize())
                .maxSize(wanted.maxSize())
                .desiredSize(desired)
                .build();
    }

    static NodegroupUpdateConfig limits(Nodegroup.Limits wanted) {
        return NodegroupUpdateConfig.builder()
                .maxUnavailable(wanted.maxUnavailable().orElse(null))
                .maxUnavailablePercentage(wanted.maxUnavailablePercentage().orElse(null))
                .build();
    }

    static LaunchTemplateSpecification template(Nodegroup.Template wanted) {
        return LaunchTemplateSpecification.builder()
                .id(wanted.id().orElse(null))
                .name(wanted.name().orElse(null))
                .version(wanted.version().orElse(null))
                .build();
    }

    static List<Taint> taints(List<Nodegroup.Taint> wanted) {
        return wanted.stream()
                .map(taint -> Taint.builder()
                        .key(taint.key())
                        .value(taint.value().orElse(null))
                        .effect(taint.effect())
                        .build())
                .toList();
    }
}
