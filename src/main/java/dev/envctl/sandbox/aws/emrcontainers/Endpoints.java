package dev.envctl.sandbox.aws.emrcontainers;

import dev.envctl.sandbox.World;
import dev.envctl.sandbox.aws.IamView;
import dev.envctl.sandbox.aws.ec2.Ec2Store;
import dev.envctl.sandbox.aws.ec2.SubnetRow;
import dev.envctl.sandbox.aws.eks.ClusterRow;
import dev.envctl.sandbox.aws.eks.EksStore;
import dev.envctl.sandbox.aws.emrcontainers.EndpointRow.Failure;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// The life of endpoints after they are asked for: what is due by the clock happens at the next look at the world, and
/// what is missing then decides how it ends.
record Endpoints(EmrAccess access, IamView iam) {

    static final Duration CREATION = Duration.ofMinutes(3);
    static final Duration TERMINATION = Duration.ofSeconds(90);

    void settle(World world) {
        var store = new EmrContainersStore(world);
        store.endpoints()
                .where(endpoint -> endpoint.isDue(world.now()))
                .forEach(endpoint -> store.put(settled(store, endpoint)));
    }

    private EndpointRow settled(EmrContainersStore store, EndpointRow endpoint) {
        var virtualCluster = store.virtualClusters().get(endpoint.virtualClusterId());
        if (virtualCluster.isEmpty()) {
            return endpoint.failed(new Failure("INTERNAL_ERROR", "Unknown"));
        }
        var owner = virtualCluster.get();
        return switch (endpoint.state()) {
            case CREATING -> created(store.world(), owner, endpoint);
            case TERMINATING -> terminated(store.world(), owner, endpoint);
            case ACTIVE, TERMINATED, TERMINATED_WITH_ERRORS -> endpoint;
        };
    }

    private EndpointRow created(World world, VirtualClusterRow owner, EndpointRow endpoint) {
        var cluster = new EksStore(world).clusters().get(owner.clusterName());
        if (cluster.isEmpty()) {
            return endpoint.failed(
                    new Failure("CLUSTER_UNAVAILABLE", "EKS cluster %s doesn't exist.".formatted(owner.clusterName())));
        }
        var subnets = privateSubnets(world, cluster.get());
        return obstacle(world, cluster.get(), owner, endpoint, subnets)
                .map(endpoint::failed)
                .orElseGet(() -> endpoint.active(new EndpointSurroundings(
                                world, access.view(world, owner.clusterName()), cluster.get(), owner, endpoint)
                        .create(subnets)));
    }

    private static List<SubnetRow> privateSubnets(World world, ClusterRow cluster) {
        var ec2 = new Ec2Store(world);
        return cluster.network().subnetIds().stream()
                .flatMap(id -> ec2.subnets().get(id).stream())
                .filter(ec2::isPrivate)
                .toList();
    }

    /// The first thing that keeps an endpoint from working.
    private Optional<Failure> obstacle(
            World world,
            ClusterRow cluster,
            VirtualClusterRow owner,
            EndpointRow endpoint,
            List<SubnetRow> privateSubnets) {
        if (!access.view(world, cluster.name()).namespaceExists(owner.namespace())) {
            return failure(
                    "Namespace %s doesn't exist in EKS cluster %s.".formatted(owner.namespace(), cluster.name()));
        }
        if (!access.isGranted(world, cluster.name(), owner.namespace())) {
            return failure("Insufficient RBAC permissions of emr-containers in namespace %s of EKS cluster %s."
                    .formatted(owner.namespace(), cluster.name()));
        }
        if (!access.view(world, cluster.name()).loadBalancerControllerReady()) {
            return failure(
                    "Ingress has no address: the AWS Load Balancer Controller is not available in EKS cluster %s."
                            .formatted(cluster.name()));
        }
        if (new EksStore(world).nodegroupsOf(cluster.name()).isEmpty()) {
            return failure("Deployment jeg-%s has no available replicas: EKS cluster %s has no nodes."
                    .formatted(endpoint.id(), cluster.name()));
        }
        if (privateSubnets.isEmpty()) {
            return failure("EKS cluster %s has no private subnet.".formatted(cluster.name()));
        }
        return new ExecutionRoleTrust(iam)
                .obstacle(world, cluster, owner, endpoint.request().executionRoleArn());
    }

    private static Optional<Failure> failure(String message) {
        return Optional.of(new Failure("USER_ERROR", message));
    }

    /// Kubernetes and its controller must still be there to clean up, otherwise the load balancer and the group
    /// stay behind.
    private EndpointRow terminated(World world, VirtualClusterRow owner, EndpointRow endpoint) {
        var view = access.view(world, owner.clusterName());
        if (endpoint.attachments().isEmpty()) {
            return endpoint.terminated();
        }
        var cluster = new EksStore(world).clusters().get(owner.clusterName());
        if (cluster.isEmpty()
                || !access.isGranted(world, owner.clusterName(), owner.namespace())
                || !view.loadBalancerControllerReady()) {
            return endpoint.failed(new Failure(
                    "USER_ERROR",
                    "Ingress ingress-%s could not be deleted: emr-containers or the AWS Load Balancer Controller has lost its access."
                            .formatted(endpoint.id())));
        }
        new EndpointSurroundings(world, view, cluster.get(), owner, endpoint)
                .remove(endpoint.attachments().get());
        return endpoint.terminated();
    }
}
