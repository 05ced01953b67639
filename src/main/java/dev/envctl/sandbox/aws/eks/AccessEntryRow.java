package dev.envctl.sandbox.aws.eks;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

public record AccessEntryRow(
        String clusterName,
        String principalArn,
        String arn,
        String type,
        String username,
        List<String> groups,
        Optional<String> clientRequestToken,
        Instant createdAt,
        Instant modifiedAt,
        List<Association> associations,
        Map<String, String> tags) {

    /// An associated access policy. Without namespaces it holds in the whole cluster.
    public record Association(String policyArn, List<String> namespaces, Instant associatedAt, Instant modifiedAt) {

        boolean covers(String namespace) {
            return namespaces.isEmpty() || namespaces.contains(namespace);
        }
    }

    String key() {
        return key(clusterName, principalArn);
    }

    static String key(String clusterName, String principalArn) {
        return clusterName + " " + principalArn;
    }

    boolean isStandard() {
        return type.equals("STANDARD");
    }

    Optional<Association> association(String policyArn) {
        return associations.stream()
                .filter(association -> association.policyArn().equals(policyArn))
                .findFirst();
    }

    AccessEntryRow withIdentity(String newUsername, List<String> newGroups, Instant now) {
        return new AccessEntryRow(
                clusterName,
                principalArn,
                arn,
                type,
                newUsername,
                List.copyOf(newGroups),
                clientRequestToken,
                createdAt,
                now,
                associations,
                tags);
    }

    AccessEntryRow withAssociations(List<Association> newAssociations) {
        return new AccessEntryRow(
                clusterName,
                principalArn,
                arn,
                type,
                username,
                groups,
                clientRequestToken,
                createdAt,
                modifiedAt,
                List.copyOf(newAssociations),
                tags);
    }

    AccessEntryRow withTags(Map<String, String> newTags) {
        return new AccessEntryRow(
                clusterName,
                principalArn,
                arn,
                type,
                username,
                groups,
                clientRequestToken,
                createdAt,
                modifiedAt,
                associations,
                newTags);
    }
}
