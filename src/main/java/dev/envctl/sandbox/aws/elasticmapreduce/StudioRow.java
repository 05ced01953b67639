package dev.envctl.sandbox.aws.elasticmapreduce;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

public record StudioRow(
        String studioId,
        String arn,
        String url,
        String name,
        String description,
        String authMode,
        Network network,
        String serviceRole,
        Optional<String> userRole,
        String defaultS3Location,
        SignIn signIn,
        Optional<String> encryptionKeyArn,
        Instant createdAt,
        Map<String, String> tags) {

    public record Network(
            String vpcId, List<String> subnetIds, String workspaceSecurityGroupId, String engineSecurityGroupId) {

        Network withSubnetIds(List<String> newSubnetIds) {
            return new Network(vpcId, List.copyOf(newSubnetIds), workspaceSecurityGroupId, engineSecurityGroupId);
        }
    }

    /// How people come in, beside the authentication mode.
    public record SignIn(
            Optional<String> idpAuthUrl,
            Optional<String> idpRelayStateParameterName,
            Optional<Boolean> trustedIdentityPropagationEnabled,
            Optional<String> idcUserAssignment,
            Optional<String> idcInstanceArn) {}

    boolean usesIdentityCenter() {
        return authMode.equals("SSO");
    }

    StudioRow withTags(Map<String, String> newTags) {
        return new StudioRow(
                studioId,
                arn,
                url,
                name,
                description,
                authMode,
                network,
                serviceRole,
                userRole,
                defaultS3Location,
                signIn,
                encryptionKeyArn,
                createdAt,
                newTags);
    }

    StudioRow updated(
            String newName,
            String newDescription,
            List<String> newSubnetIds,
            String newS3Location,
            Optional<String> newEncryptionKeyArn) {
        return new StudioRow(
                studioId,
                arn,
                url,
                newName,
                newDescription,
                authMode,
                network.withSubnetIds(newSubnetIds),
                serviceRole,
                userRole,
                newS3Location,
                signIn,
                newEncryptionKeyArn,
                createdAt,
                tags);
    }
}
