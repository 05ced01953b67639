package dev.envctl.sandbox.aws.eks;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A managed node group. Its instances appear when it has come up.
public record NodegroupRow(
        String clusterName,
        String name,
        String arn,
        String nodeRoleArn,
        List<String> subnetIds,
        Machines machines,
        Behaviour behaviour,
        Release release,
        List<String> instanceIds,
        Origin origin,
        Progress progress,
        Map<String, String> tags) {

    /// With a launch template EKS does not tell types and disk.
    public record Machines(
            List<String> instanceTypes,
            String amiType,
            String capacityType,
            int diskSize,
            Optional<Template> launchTemplate) {}

    public record Template(Optional<String> id, Optional<String> name, String version) {}

    public record Scaling(int minimum, int maximum, int desired) {}

    public record Taint(String key, Optional<String> value, String effect) {}

    /// What can be changed without new machines. `unavailable` is a number or a percentage.
    public record Behaviour(
            Scaling scaling,
            Map<String, String> labels,
            List<Taint> taints,
            Optional<Integer> maxUnavailable,
            Optional<Integer> maxUnavailablePercentage) {}

    /// `next` is on its way.
    public record Release(String version, String releaseVersion, Optional<String> next) {

        public static Release of(String version) {
            return new Release(version, version + ".7-20260915", Optional.empty());
        }

        /// An image is called after the kubelet in it, and the day of its making. One of the user's own may be
        /// called anything.
        String kubeletVersion() {
            String kubelet = releaseVersion.matches("\\d+\\.\\d+\\.\\d+-.*")
                    ? releaseVersion.substring(0, releaseVersion.indexOf('-'))
                    : version + ".0";
            return "v" + kubelet + "-eks-sandbox";
        }
    }

    public record Origin(Instant createdAt, Optional<String> clientRequestToken) {}

    static String key(String clusterName, String name) {
        return clusterName + " " + name;
    }

    String key() {
        return key(clusterName, name);
    }

    NodegroupRow withBehaviour(Behaviour other) {
        return new NodegroupRow(
                clusterName,
                name,
                arn,
                nodeRoleArn,
                subnetIds,
                machines,
                other,
                release,
                instanceIds,
                origin,
                progress,
                tags);
    }

    NodegroupRow withMachines(Machines other) {
        return new NodegroupRow(
                clusterName,
                name,
                arn,
                nodeRoleArn,
                subnetIds,
                other,
                behaviour,
                release,
                instanceIds,
                origin,
                progress,
                tags);
    }

    NodegroupRow withRelease(Release other) {
        return new NodegroupRow(
                clusterName,
                name,
                arn,
                nodeRoleArn,
                subnetIds,
                machines,
                behaviour,
                other,
                instanceIds,
                origin,
                progress,
                tags);
    }

    NodegroupRow withInstances(List<String> other) {
        return new NodegroupRow(
                clusterName,
                name,
                arn,
                nodeRoleArn,
                subnetIds,
                machines,
                behaviour,
                release,
                List.copyOf(other),
                origin,
                progress,
                tags);
    }

    NodegroupRow withProgress(Progress other) {
        return new NodegroupRow(
                clusterName,
                name,
                arn,
                nodeRoleArn,
                subnetIds,
                machines,
                behaviour,
                release,
                instanceIds,
                origin,
                other,
                tags);
    }

    NodegroupRow withTags(Map<String, String> other) {
        return new NodegroupRow(
                clusterName,
                name,
                arn,
                nodeRoleArn,
                subnetIds,
                machines,
                behaviour,
                release,
                instanceIds,
                origin,
                progress,
                other);
    }
}
