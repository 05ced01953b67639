package dev.envctl.sandbox.aws.emrcontainers;

import dev.envctl.sandbox.ClusterView;
import dev.envctl.sandbox.World;
import dev.envctl.sandbox.aws.eks.EksStore;

/// Whether EMR on EKS may work in a namespace: by the namespace's RBAC and `aws-auth`, or by an access entry.
record EmrAccess(ClusterView.Clusters clusters) {

    static final String SERVICE_LINKED_ROLE_ARN = "arn:aws:iam::" + World.ACCOUNT_ID
            + ":role/aws-service-role/emr-containers.amazonaws.com/AWSServiceRoleForAmazonEMRContainers";

    boolean isGranted(World world, String clusterName, String namespace) {
        return isGrantedByAccessEntry(world, clusterName, namespace)
                || (readsAwsAuth(world, clusterName) && view(world, clusterName).hasEmrAccess(namespace));
    }

    boolean isGrantedByAccessEntry(World world, String clusterName, String namespace) {
        return new EksStore(world).hasEmrJobAccess(clusterName, SERVICE_LINKED_ROLE_ARN, namespace);
    }

    /// With authentication mode `API` the config map is ignored.
    private static boolean readsAwsAuth(World world, String clusterName) {
        return new EksStore(world)
                .clusters()
                .get(clusterName)
                .filter(cluster -> !cluster.settings().authenticationMode().equals("API"))
                .isPresent();
    }

    ClusterView view(World world, String clusterName) {
        return clusters.named(world, clusterName);
    }
}
