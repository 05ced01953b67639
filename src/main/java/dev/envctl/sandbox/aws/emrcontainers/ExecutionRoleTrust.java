package dev.envctl.sandbox.aws.emrcontainers;

import dev.envctl.sandbox.World;
import dev.envctl.sandbox.aws.IamView;
import dev.envctl.sandbox.aws.TrustPolicy;
import dev.envctl.sandbox.aws.eks.ClusterRow;
import dev.envctl.sandbox.aws.emrcontainers.EndpointRow.Failure;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// Whether the service accounts that EMR makes in a namespace can assume an execution role through the cluster's OIDC
/// provider.
record ExecutionRoleTrust(IamView iam) {

    Optional<Failure> obstacle(World world, ClusterRow cluster, VirtualClusterRow owner, String roleArn) {
        var role = iam.role(world, roleArn);
        if (role.isEmpty()) {
            return failure("Execution role %s doesn't exist.".formatted(roleArn));
        }
        var issuer = cluster.inside().issuer().replaceFirst("^https://", "");
        if (!iam.hasOidcProvider(world, issuer)) {
            return failure("There is no IAM OIDC provider for EKS cluster %s.".formatted(cluster.name()));
        }
        var subject = "system:serviceaccount:%s:emr-containers-sa-spark-jeg-%s-%s"
                .formatted(
                        owner.namespace(), World.ACCOUNT_ID, base36(role.get().name()));
        var provider = "arn:aws:iam::%s:oidc-provider/%s".formatted(World.ACCOUNT_ID, issuer);
        return TrustPolicy.parse(role.get().trustPolicy()).trustsWebIdentity(provider, issuer, subject)
                ? Optional.empty()
                : failure("Execution role %s doesn't trust the service accounts of namespace %s."
                        .formatted(role.get().name(), owner.namespace()));
    }

    private static Optional<Failure> failure(String details) {
        return Optional.of(new Failure("USER_ERROR", details));
    }

    /// The bytes of the name as one number, as the AWS CLI writes it into trust policies.
    static String base36(String roleName) {
        return new BigInteger(1, roleName.getBytes(StandardCharsets.US_ASCII)).toString(36);
    }
}
