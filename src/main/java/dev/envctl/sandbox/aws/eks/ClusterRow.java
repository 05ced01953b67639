package dev.envctl.sandbox.aws.eks;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/// `issuer` is the OIDC issuer's URL, `certificateAuthority` is Base64 of PEM text. Who signed as `creatorArn` is an
/// administrator of the cluster for good.
public record ClusterRow(
        String name,
        String arn,
        String version,
        String platformVersion,
        String roleArn,
        Network network,
        String issuer,
        String certificateAuthority,
        String authenticationMode,
        String creatorArn,
        Instant createdAt,
        Map<String, String> tags) {

    public record Network(
            String vpcId, List<String> subnetIds, List<String> securityGroupIds, String clusterSecurityGroupId) {}

    boolean takesAccessEntries() {
        return !authenticationMode.equals("CONFIG_MAP");
    }

    ClusterRow withTags(Map<String, String> newTags) {
        return new ClusterRow(
                name,
                arn,
                version,
                platformVersion,
                roleArn,
                network,
                issuer,
                certificateAuthority,
                authenticationMode,
                creatorArn,
                createdAt,
                newTags);
    }
}
