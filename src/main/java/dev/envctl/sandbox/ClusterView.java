package dev.envctl.sandbox;

/// What AWS services see and do inside one emulated EKS cluster, with the rights of the service that asks. Implemented
/// over the sandbox's Kubernetes objects; `sandbox.aws` knows no Kubernetes beyond this.
public interface ClusterView {

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

    /// Finds the inside of a cluster by its EKS name. A cluster nobody has seeded Kubernetes objects for is empty.
    @FunctionalInterface
    interface Clusters {
        ClusterView named(World world, String clusterName);
    }
}
