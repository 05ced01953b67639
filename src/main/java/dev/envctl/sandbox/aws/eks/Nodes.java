package dev.envctl.sandbox.aws.eks;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.envctl.sandbox.ClusterView;
import dev.envctl.sandbox.World;
import dev.envctl.sandbox.aws.Identifiers;
import dev.envctl.sandbox.aws.ec2.Ec2Store;
import dev.envctl.sandbox.aws.ec2.NetworkInterfaceRow;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// The instances of a node group: each has a network interface in a subnet and a Node object in the cluster.
record Nodes(World world, ClusterView.Clusters views) {

    private static final JsonMapper JSON = new JsonMapper();

    /// As many as are desired.
    NodegroupRow reconciled(NodegroupRow group, ClusterRow cluster) {
        List<String> instances = new ArrayList<>(group.instanceIds());
        int desired = group.behaviour().scaling().desired();
        while (instances.size() > desired) {
            remove(instances.removeLast(), cluster);
        }
        while (instances.size() < desired) {
            String instance = Identifiers.ec2(world, "i");
            add(
                    instance,
                    group.subnetIds().get(instances.size() % group.subnetIds().size()),
                    group,
                    cluster);
            instances.add(instance);
        }
        return group.withInstances(instances);
    }

    /// Instances of another release take the place of those that are there.
    NodegroupRow rolled(NodegroupRow group, ClusterRow cluster) {
        NodegroupRow rolled = reconciled(group.withInstances(List.of()), cluster);
        removeAll(group, cluster);
        return rolled;
    }

    void removeAll(NodegroupRow group, ClusterRow cluster) {
        group.instanceIds().forEach(instance -> remove(instance, cluster));
    }

    private void add(String instance, String subnetId, NodegroupRow group, ClusterRow cluster) {
        String address = new Interfaces(world)
                .add(
                        subnetId,
                        description(instance),
                        World.ACCOUNT_ID,
                        List.of(cluster.network().clusterSecurityGroupId()));
        String zone = new Ec2Store(world).subnets().get(subnetId).orElseThrow().availabilityZone();
        views.named(world, cluster.name()).putObject(node(instance, address, zone, group));
    }

    private void remove(String instance, ClusterRow cluster) {
        Interfaces interfaces = new Interfaces(world);
        Optional<String> name = interfaces
                .find(description(instance))
                .map(NetworkInterfaceRow::privateIp)
                .map(Nodes::name);
        name.ifPresent(node -> views.named(world, cluster.name()).deleteObject("v1", "Node", "", node));
        interfaces.remove(description(instance));
    }

    private static String description(String instance) {
        return "aws-K8S-" + instance;
    }

    private static String name(String address) {
        return "ip-%s.ec2.internal".formatted(address.replace('.', '-'));
    }

    private static String node(String instance, String address, String zone, NodegroupRow group) {
        boolean isArm = group.machines().amiType().toUpperCase(Locale.ROOT).contains("ARM_64");
        String region = zone.substring(0, zone.length() - 1);
        ObjectNode node = JSON.createObjectNode().put("apiVersion", "v1").put("kind", "Node");
        ObjectNode metadata = node.putObject("metadata").put("name", name(address));
        ObjectNode labels = metadata.putObject("labels");
        Map.copyOf(group.behaviour().labels()).forEach(labels::put);
        labels.put("eks.amazonaws.com/capacityType", group.machines().capacityType())
                .put("eks.amazonaws.com/nodegroup", group.name())
                .put("kubernetes.io/arch", isArm ? "arm64" : "amd64")
                .put("kubernetes.io/hostname", name(address))
                .put("kubernetes.io/os", "linux")
                .put(
                        "node.kubernetes.io/instance-type",
                        group.machines().instanceTypes().getFirst())
                .put("topology.kubernetes.io/region", region)
                .put("topology.kubernetes.io/zone", zone);
        ObjectNode spec = node.putObject("spec").put("providerID", "aws:///%s/%s".formatted(zone, instance));
        addTaints(spec, group);
        ObjectNode status = node.putObject("status");
        status.putObject("nodeInfo")
                .put("architecture", isArm ? "arm64" : "amd64")
                .put("operatingSystem", "linux")
                .put("kubeletVersion", group.release().kubeletVersion());
        status.putArray("addresses").addObject().put("type", "InternalIP").put("address", address);
        status.putArray("conditions").addObject().put("type", "Ready").put("status", "True");
        return node.toString();
    }

    private static void addTaints(ObjectNode spec, NodegroupRow group) {
        for (NodegroupRow.Taint taint : group.behaviour().taints()) {
            ObjectNode added = spec.withArray("taints").addObject().put("key", taint.key());
            taint.value().ifPresent(value -> added.put("value", value));
            added.put("effect", effect(taint.effect()));
        }
    }

    /// `NO_SCHEDULE` of the API is `NoSchedule` in the cluster.
    private static String effect(String effect) {
        return switch (effect) {
            case "NO_SCHEDULE" -> "NoSchedule";
            case "NO_EXECUTE" -> "NoExecute";
            default -> "PreferNoSchedule";
        };
    }
}
