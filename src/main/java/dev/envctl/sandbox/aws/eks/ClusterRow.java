package dev.envctl.sandbox.aws.eks;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A cluster. What a version update will bring stands in `nextVersion` until it is through.
public record ClusterRow(
        String name,
        String arn,
        String roleArn,
        Origin origin,
        String version,
        Optional<String> nextVersion,
        Network network,
        Inside inside,
        Settings settings,
        Progress progress,
        Map<String, String> tags) {

    /// Who signed as `creatorArn` is an administrator of the cluster when `creatorIsAdministrator`.
    public record Origin(
            String creatorArn,
            boolean creatorIsAdministrator,
            Instant createdAt,
            Optional<String> clientRequestToken) {}

    public record Network(
            String vpcId,
            List<String> subnetIds,
            List<String> securityGroupIds,
            String clusterSecurityGroupId,
            Endpoint endpoint) {

        Network withEndpoint(Endpoint other) {
            return new Network(vpcId, subnetIds, securityGroupIds, clusterSecurityGroupId, other);
        }

        Network within(List<String> otherSubnets, List<String> otherGroups) {
            return new Network(vpcId, otherSubnets, otherGroups, clusterSecurityGroupId, endpoint);
        }
    }

    /// How the API server can be reached.
    public record Endpoint(boolean publicly, boolean privately, List<String> publicCidrs) {}

    /// `issuer` is the OIDC issuer's URL, `certificateAuthority` is Base64 of PEM text.
    public record Inside(String issuer, String certificateAuthority, String ipFamily, String serviceCidr) {}

    public record Settings(
            String authenticationMode,
            List<String> logTypes,
            Optional<String> encryptionKeyArn,
            String supportType,
            boolean deletionProtection) {

        Settings withAuthenticationMode(String other) {
            return new Settings(other, logTypes, encryptionKeyArn, supportType, deletionProtection);
        }

        Settings withLogTypes(List<String> other) {
            return new Settings(authenticationMode, other, encryptionKeyArn, supportType, deletionProtection);
        }

        Settings withEncryptionKey(String keyArn) {
            return new Settings(authenticationMode, logTypes, Optional.of(keyArn), supportType, deletionProtection);
        }

        Settings withSupportType(String other) {
            return new Settings(authenticationMode, logTypes, encryptionKeyArn, other, deletionProtection);
        }

        Settings withDeletionProtection(boolean other) {
            return new Settings(authenticationMode, logTypes, encryptionKeyArn, supportType, other);
        }
    }

    boolean takesAccessEntries() {
        return !settings.authenticationMode().equals("CONFIG_MAP");
    }

    /// Whether its API server answers.
    boolean answersAt(Instant now) {
        String status = progress.statusAt(now);
        return status.equals(Progress.ACTIVE) || status.equals(Progress.UPDATING);
    }

    ClusterRow withProgress(Progress other) {
        return new ClusterRow(name, arn, roleArn, origin, version, nextVersion, network, inside, settings, other, tags);
    }

    ClusterRow withNetwork(Network other) {
        return new ClusterRow(
                name, arn, roleArn, origin, version, nextVersion, other, inside, settings, progress, tags);
    }

    ClusterRow withSettings(Settings other) {
        return new ClusterRow(name, arn, roleArn, origin, version, nextVersion, network, inside, other, progress, tags);
    }

    ClusterRow withNextVersion(String next) {
        return new ClusterRow(
                name, arn, roleArn, origin, version, Optional.of(next), network, inside, settings, progress, tags);
    }

    /// Runs the version that was on its way.
    ClusterRow upgraded() {
        return new ClusterRow(
                name,
                arn,
                roleArn,
                origin,
                nextVersion.orElse(version),
                Optional.empty(),
                network,
                inside,
                settings,
                progress,
                tags);
    }

    ClusterRow withTags(Map<String, String> other) {
        return new ClusterRow(
                name, arn, roleArn, origin, version, nextVersion, network, inside, settings, progress, other);
    }
}
