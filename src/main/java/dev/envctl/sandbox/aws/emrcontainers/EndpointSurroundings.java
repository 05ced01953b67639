package dev.envctl.sandbox.aws.emrcontainers;

import com.fasterxml.jackson.databind.JsonNode;
import dev.envctl.sandbox.ClusterView;
import dev.envctl.sandbox.World;
import dev.envctl.sandbox.aws.Identifiers;
import dev.envctl.sandbox.aws.acm.AcmStore;
import dev.envctl.sandbox.aws.ec2.Ec2Store;
import dev.envctl.sandbox.aws.ec2.NetworkInterfaceRow;
import dev.envctl.sandbox.aws.ec2.SecurityGroupRuleRow;
import dev.envctl.sandbox.aws.ec2.SecurityGroupRuleRow.Peer;
import dev.envctl.sandbox.aws.ec2.SecurityGroupRuleRow.PeerType;
import dev.envctl.sandbox.aws.ec2.SubnetRow;
import dev.envctl.sandbox.aws.eks.ClusterRow;
import dev.envctl.sandbox.aws.eks.EksStore;
import dev.envctl.sandbox.aws.elasticloadbalancing.ListenerRow;
import dev.envctl.sandbox.aws.elasticloadbalancing.LoadBalancerRow;
import dev.envctl.sandbox.aws.elasticloadbalancing.LoadBalancingStore;
import dev.envctl.sandbox.aws.elasticloadbalancing.TargetGroupRow;
import dev.envctl.sandbox.aws.emrcontainers.EndpointRow.Attachments;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.StreamSupport;

/// What an endpoint brings into the world and takes away again: a certificate, a security group, a load balancer with
/// its listener, target group and network interfaces, and the Kubernetes objects behind them.
record EndpointSurroundings(
        World world, ClusterView view, ClusterRow cluster, VirtualClusterRow owner, EndpointRow endpoint) {

    static final int PORT = 18888;

    private static final int NODE_PORT = 30_888;

    Attachments create(List<SubnetRow> subnets) {
        var names = names();
        var certificate = new AcmStore(world)
                .importSelfSigned(
                        region(),
                        "*.%s.elb.amazonaws.com".formatted(region()),
                        Map.of("emr-container:endpoint:managed-certificate", "true"));
        var group = createSecurityGroup();
        var balancer = createLoadBalancer(names, group, subnets);
        var targets = createTargetGroup(names, balancer);
        var listener = createListener(names, balancer, targets, certificate.arn());
        var attachments = new Attachments(
                "https://%s:%d".formatted(names.dnsName(), PORT),
                group,
                subnets.stream().map(SubnetRow::subnetId).toList(),
                certificate.arn(),
                certificate.certificate(),
                balancer,
                targets,
                listener,
                createNetworkInterfaces(names, group, subnets));
        objects().documents(names.dnsName(), targets, NODE_PORT).forEach(view::putObject);
        return attachments;
    }

    private LoadBalancerNames names() {
        return LoadBalancerNames.of(region(), owner.namespace(), endpoint.id());
    }

    private EndpointObjects objects() {
        return new EndpointObjects(owner.namespace(), endpoint.id(), names().targetGroup());
    }

    private String region() {
        return cluster.arn().split(":", 6)[3];
    }

    private Map<String, String> tags(String resource) {
        var tags = new LinkedHashMap<String, String>();
        tags.put("elbv2.k8s.aws/cluster", cluster.name());
        tags.put("ingress.k8s.aws/stack", "%s/ingress-%s".formatted(owner.namespace(), endpoint.id()));
        tags.put("ingress.k8s.aws/resource", resource);
        return tags;
    }

    /// Open for notebooks: for the group named in the configuration, or else for the whole VPC.
    private String createSecurityGroup() {
        var ec2 = new Ec2Store(world);
        var group = ec2.createSecurityGroup(
                "emr-containers-lb-%s-%s".formatted(owner.id(), endpoint.id()),
                "Load balancer of EMR managed endpoint " + endpoint.id(),
                cluster.network().vpcId(),
                Map.of());
        ec2.addRule(new SecurityGroupRuleRow(
                "",
                group.groupId(),
                false,
                new SecurityGroupRuleRow.Traffic("tcp", PORT, PORT),
                notebooks(ec2),
                Optional.empty()));
        return group.groupId();
    }

    private Peer notebooks(Ec2Store ec2) {
        return notebookSecurityGroup()
                .filter(group -> ec2.securityGroups().get(group).isPresent())
                .map(group -> new Peer(PeerType.GROUP, group))
                .or(() -> ec2.vpcs()
                        .get(cluster.network().vpcId())
                        .map(vpc -> new Peer(PeerType.CIDR_IPV4, vpc.cidrBlock())))
                .orElse(Peer.ANYWHERE);
    }

    private Optional<String> notebookSecurityGroup() {
        return endpoint.request().configurationOverrides().stream()
                .flatMap(overrides -> StreamSupport.stream(
                        overrides.path("applicationConfiguration").spliterator(), false))
                .filter(configuration ->
                        configuration.path("classification").asText().equals("endpoint-configuration"))
                .map(configuration -> configuration.path("properties").path("notebook-security-group-id"))
                .filter(JsonNode::isTextual)
                .map(JsonNode::asText)
                .findFirst();
    }

    private String createLoadBalancer(LoadBalancerNames names, String group, List<SubnetRow> subnets) {
        var zones = new LinkedHashMap<String, String>();
        subnets.forEach(subnet -> zones.putIfAbsent(subnet.availabilityZone(), subnet.subnetId()));
        var balancer = new LoadBalancerRow(
                names.loadBalancerArn(),
                names.loadBalancer(),
                names.dnsName(),
                cluster.network().vpcId(),
                zones,
                List.of(group),
                world.now(),
                tags("LoadBalancer"));
        new LoadBalancingStore(world).loadBalancers().put(balancer.arn(), balancer);
        return balancer.arn();
    }

    private String createTargetGroup(LoadBalancerNames names, String balancer) {
        var nodes = new EksStore(world)
                .nodegroupsOf(cluster.name()).stream()
                        .flatMap(group -> group.instanceIds().stream())
                        .toList();
        var targets = new TargetGroupRow(
                names.targetGroupArn(),
                names.targetGroup(),
                balancer,
                cluster.network().vpcId(),
                NODE_PORT,
                nodes,
                tags("%s/ingress-%s-service-%s:%d".formatted(owner.namespace(), endpoint.id(), endpoint.id(), PORT)));
        new LoadBalancingStore(world).targetGroups().put(targets.arn(), targets);
        return targets.arn();
    }

    private String createListener(LoadBalancerNames names, String balancer, String targets, String certificate) {
        var listener =
                new ListenerRow(names.listenerArn(), balancer, targets, PORT, certificate, tags(String.valueOf(PORT)));
        new LoadBalancingStore(world).listeners().put(listener.arn(), listener);
        new AcmStore(world).use(certificate, balancer);
        return listener.arn();
    }

    /// A load balancer has one in each zone, which keeps its group from being deleted.
    private List<String> createNetworkInterfaces(LoadBalancerNames names, String group, List<SubnetRow> subnets) {
        var ec2 = new Ec2Store(world);
        var ids = new ArrayList<String>();
        for (var subnet : subnets) {
            var address = subnet.cidrBlock().replaceFirst("\\.[0-9]+/.*", ".%d".formatted(100 + ids.size()));
            var networkInterface = new NetworkInterfaceRow(
                    Identifiers.ec2(world, "eni"),
                    subnet.vpcId(),
                    subnet.subnetId(),
                    subnet.availabilityZone(),
                    "ELB app/%s".formatted(names.loadBalancerPath()),
                    "interface",
                    address,
                    "amazon-elb",
                    List.of(group));
            ec2.networkInterfaces().put(networkInterface.networkInterfaceId(), networkInterface);
            ids.add(networkInterface.networkInterfaceId());
        }
        return ids;
    }

    void remove(Attachments attachments) {
        objects().deleteFrom(view);
        var balancing = new LoadBalancingStore(world);
        balancing.listeners().remove(attachments.listenerArn());
        balancing.targetGroups().remove(attachments.targetGroupArn());
        balancing.loadBalancers().remove(attachments.loadBalancerArn());
        var ec2 = new Ec2Store(world);
        attachments.networkInterfaceIds().forEach(id -> ec2.networkInterfaces().remove(id));
        ec2.removeSecurityGroup(attachments.securityGroupId());
        new AcmStore(world).delete(attachments.certificateArn());
    }
}
