package dev.envctl.sandbox.aws.iam;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A role. Documents are plain JSON text. Until `assumableFrom` the rest of AWS does not know the role, or its trust
/// policy.
public record RoleRow(
        String name,
        String path,
        String id,
        String trustPolicy,
        String description,
        int maxSessionDuration,
        Optional<String> boundaryArn,
        Map<String, String> inlinePolicies,
        List<String> attachedPolicyArns,
        Map<String, String> tags,
        Instant createdAt,
        Instant assumableFrom) {

    public RoleRow {
        inlinePolicies = Collections.unmodifiableMap(new LinkedHashMap<>(inlinePolicies));
        attachedPolicyArns = List.copyOf(attachedPolicyArns);
        tags = Collections.unmodifiableMap(new LinkedHashMap<>(tags));
    }

    String arn() {
        return Arns.iam("role" + path + name);
    }

    /// Service-linked roles belong to a service; callers cannot change them.
    boolean isServiceLinked() {
        return path.startsWith("/aws-service-role/");
    }

    RoleRow withSettings(String newDescription, int newMaxSessionDuration) {
        return new RoleRow(
                name,
                path,
                id,
                trustPolicy,
                newDescription,
                newMaxSessionDuration,
                boundaryArn,
                inlinePolicies,
                attachedPolicyArns,
                tags,
                createdAt,
                assumableFrom);
    }

    RoleRow withTrustPolicy(String document, Instant knownFrom) {
        return new RoleRow(
                name,
                path,
                id,
                document,
                description,
                maxSessionDuration,
                boundaryArn,
                inlinePolicies,
                attachedPolicyArns,
                tags,
                createdAt,
                knownFrom);
    }

    RoleRow withBoundary(Optional<String> arn) {
        return new RoleRow(
                name,
                path,
                id,
                trustPolicy,
                description,
                maxSessionDuration,
                arn,
                inlinePolicies,
                attachedPolicyArns,
                tags,
                createdAt,
                assumableFrom);
    }

    RoleRow withInlinePolicies(Map<String, String> policies) {
        return new RoleRow(
                name,
                path,
                id,
                trustPolicy,
                description,
                maxSessionDuration,
                boundaryArn,
                policies,
                attachedPolicyArns,
                tags,
                createdAt,
                assumableFrom);
    }

    RoleRow withAttachedPolicies(List<String> arns) {
        return new RoleRow(
                name,
                path,
                id,
                trustPolicy,
                description,
                maxSessionDuration,
                boundaryArn,
                inlinePolicies,
                arns,
                tags,
                createdAt,
                assumableFrom);
    }

    RoleRow withTags(Map<String, String> newTags) {
        return new RoleRow(
                name,
                path,
                id,
                trustPolicy,
                description,
                maxSessionDuration,
                boundaryArn,
                inlinePolicies,
                attachedPolicyArns,
                newTags,
                createdAt,
                assumableFrom);
    }
}
