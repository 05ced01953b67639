package dev.envctl.sandbox;

/// What AWS services see and do inside one emulated EKS cluster, with the rights of the service that asks. Implemented
/// over the sandbox's Kubernetes objects; `sandbox.aws` knows no Kubernetes beyond this.
public interface ClusterView {

    /// The webhook that EKS sets up for Fargate. The sandbox notes on it, separated by commas, which namespaces the
    /// profiles select; their workloads run without nodes.
    String FARGATE_WEBHOOK = "0500-amazon-eks-fargate-mutation.amazonaws.com";

    String FARGATE_NAMESPACES = "sandbox.envctl.dev/fargate-namespaces";

    /// Whether the namespace exists and is not being deleted.
    boolean namespaceExists(String namespace);

    /// Whether Amazon EMR may work in the namespace by Kubernetes' own means: `aws-auth` maps the service-linked
    /// role to the user `emr-containers`, and a Role and a RoleBinding there give that user everything an endpoint
    /// needs. Access entries are not looked at, they belong to EKS.
    boolean hasEmrAccess(String namespace);

    /// Whether a load balancer controller has available replicas, whatever its release is called.
    boolean loadBalancerControllerReady();

    /// Whether a Deployment is there and has available replicas.
    boolean isAvailable(String namespace, String deployment);

    /// Creates or replaces the object that the JSON document describes.
    void putObject(String json);

    /// Removes an object with its finalizers at once, and does nothing when there is none.
    void deleteObject(String apiVersion, String kind, String namespace, String name);

    /// Finds the inside of a cluster by its EKS name.
    @FunctionalInterface
    interface Clusters {
        ClusterView named(World world, String clusterName);

        /// A new cluster begins with what EKS itself puts there; one that was never begun is furnished as a
        /// platform team would hand it over.
        default void begin(World world, String clusterName) {}

        /// Forgets all that is in it.
        default void end(World world, String clusterName) {}
    }
}
