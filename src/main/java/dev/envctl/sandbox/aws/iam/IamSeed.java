package dev.envctl.sandbox.aws.iam;

import dev.envctl.sandbox.Seed;
import dev.envctl.sandbox.World;
import java.util.List;

/// The roles that a company's account has before the data team arrives: those of its EKS cluster, and the one that
/// Amazon EMR on EKS made for itself.
public final class IamSeed implements Seed {

    private final IamStore store;

    public IamSeed(IamStore store) {
        this.store = store;
    }

    @Override
    public void plant(World world) {
        store.seedRole(
                world,
                "data-platform-cluster",
                "/",
                trust("eks.amazonaws.com"),
                "Amazon EKS - Cluster role",
                List.of("arn:aws:iam::aws:policy/AmazonEKSClusterPolicy"));
        store.seedRole(
                world,
                "data-platform-node",
                "/",
                trust("ec2.amazonaws.com"),
                "Nodes of the data platform's cluster",
                List.of(
                        "arn:aws:iam::aws:policy/AmazonEKSWorkerNodePolicy",
                        "arn:aws:iam::aws:policy/AmazonEKS_CNI_Policy",
                        "arn:aws:iam::aws:policy/AmazonEC2ContainerRegistryReadOnly"));
        store.seedRole(
                world,
                "AWSServiceRoleForAmazonEMRContainers",
                "/aws-service-role/emr-containers.amazonaws.com/",
                trust("emr-containers.amazonaws.com"),
                "",
                List.of("arn:aws:iam::aws:policy/aws-service-role/AmazonEMRContainersServiceRolePolicy"));
    }

    private static String trust(String service) {
        return """
            {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"%s"},"Action":"sts:AssumeRole"}]}\
            """.formatted(service);
    }
}
