package dev.envctl.sandbox.aws.mwaa;

import dev.envctl.sandbox.World;
import dev.envctl.sandbox.aws.IamView;
import dev.envctl.sandbox.aws.TrustPolicy;
import dev.envctl.sandbox.aws.ec2.Ec2Store;
import dev.envctl.sandbox.aws.ec2.SubnetRow;
import dev.envctl.sandbox.aws.mwaa.EnvironmentRow.Failure;
import dev.envctl.sandbox.aws.s3.S3View;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.mwaa.model.Environment;
import software.amazon.awssdk.services.mwaa.model.NetworkConfiguration;

/// What MWAA looks at: before it begins, and what only shows when Airflow starts.
record EnvironmentChecks(IamView iam) {

    void check(Environment wanted, World world) {
        checkNetwork(wanted.networkConfiguration(), world);
        checkBucket(wanted.sourceBucketArn(), world);
        checkRole(wanted.executionRoleArn(), world);
    }

    private static void checkNetwork(NetworkConfiguration network, World world) {
        if (network.subnetIds().size() != 2) {
            throw MwaaErrors.invalid("Exactly two subnets must be given.");
        }
        Ec2Store ec2 = new Ec2Store(world);
        List<SubnetRow> subnets = network.subnetIds().stream()
                .map(id -> ec2.subnets()
                        .get(id)
                        .orElseThrow(() -> MwaaErrors.invalid("Subnet %s does not exist.".formatted(id))))
                .toList();
        if (subnets.stream().map(SubnetRow::availabilityZone).distinct().count() != 2) {
            throw MwaaErrors.invalid("The subnets must be in two different availability zones.");
        }
        if (network.securityGroupIds().isEmpty() || network.securityGroupIds().size() > 5) {
            throw MwaaErrors.invalid("Between one and five security groups must be given.");
        }
        network.securityGroupIds().forEach(id -> {
            if (ec2.securityGroups().get(id).isEmpty()) {
                throw MwaaErrors.invalid("Security group %s does not exist.".formatted(id));
            }
        });
    }

    private static void checkBucket(String arn, World world) {
        String name = bucketName(arn);
        S3View.BucketFacts bucket = new S3View(world)
                .bucket(name)
                .orElseThrow(() -> MwaaErrors.invalid("Bucket %s does not exist.".formatted(name)));
        if (!bucket.isVersioned()) {
            throw MwaaErrors.invalid("Bucket versioning must be enabled on the bucket %s.".formatted(name));
        }
        if (!bucket.isClosed()) {
            throw MwaaErrors.invalid("The bucket %s must block all public access.".formatted(name));
        }
    }

    private static String bucketName(String arn) {
        return arn.substring(arn.lastIndexOf(':') + 1);
    }

    private void checkRole(String arn, World world) {
        IamView.Role role = iam.role(world, arn)
                .filter(found -> found.isAssumableAt(world.now()))
                .orElseThrow(() -> MwaaErrors.invalid("Execution role %s cannot be assumed.".formatted(arn)));
        TrustPolicy trust = TrustPolicy.parse(role.trustPolicy());
        if (!trust.trustsService("airflow.amazonaws.com") || !trust.trustsService("airflow-env.amazonaws.com")) {
            throw MwaaErrors.invalid(
                    "Execution role %s does not trust airflow.amazonaws.com and airflow-env.amazonaws.com."
                            .formatted(arn));
        }
    }

    /// Found out when the machines come up.
    static Optional<Failure> failureOf(Environment wanted, World world) {
        Ec2Store ec2 = new Ec2Store(world);
        boolean leadsOut = wanted.networkConfiguration().subnetIds().stream()
                .flatMap(id -> ec2.subnets().get(id).stream())
                .anyMatch(subnet -> !ec2.isPrivate(subnet));
        if (leadsOut) {
            return incorrect("The subnets must be private: their route tables lead to an internet gateway.");
        }
        return missing(world, wanted, wanted.requirementsS3Path(), wanted.requirementsS3ObjectVersion())
                .or(() -> missing(world, wanted, wanted.pluginsS3Path(), wanted.pluginsS3ObjectVersion()))
                .or(() -> missing(world, wanted, wanted.startupScriptS3Path(), wanted.startupScriptS3ObjectVersion()));
    }

    private static Optional<Failure> missing(
            World world, Environment wanted, @Nullable String path, @Nullable String version) {
        if (path == null
                || new S3View(world).holds(bucketName(wanted.sourceBucketArn()), path, Optional.ofNullable(version))) {
            return Optional.empty();
        }
        return incorrect("There is no object %s%s in the source bucket."
                .formatted(path, version == null ? "" : " in version " + version));
    }

    private static Optional<Failure> incorrect(String message) {
        return Optional.of(new Failure("INCORRECT_CONFIGURATION", message));
    }
}
