package dev.envctl.sandbox.aws.emrcontainers;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/// `due` is when a termination under way ends. Terminated ones stay.
public record VirtualClusterRow(
        String id,
        String name,
        String arn,
        String clusterName,
        String namespace,
        Optional<String> nodeLabel,
        boolean accessEntryIntegrated,
        Optional<String> securityConfigurationId,
        String clientToken,
        State state,
        Optional<Instant> due,
        Instant createdAt,
        Map<String, String> tags) {

    /// As the API spells them.
    public enum State {
        RUNNING,
        TERMINATING,
        TERMINATED,
        ARRESTED
    }

    boolean holdsItsNamespace() {
        return state != State.TERMINATED;
    }

    boolean isDue(Instant now) {
        return due.filter(instant -> !now.isBefore(instant)).isPresent();
    }

    VirtualClusterRow withState(State newState, Optional<Instant> newDue) {
        return new VirtualClusterRow(
                id,
                name,
                arn,
                clusterName,
                namespace,
                nodeLabel,
                accessEntryIntegrated,
                securityConfigurationId,
                clientToken,
                newState,
                newDue,
                createdAt,
                tags);
    }

    VirtualClusterRow withTags(Map<String, String> newTags) {
        return new VirtualClusterRow(
                id,
                name,
                arn,
                clusterName,
                namespace,
                nodeLabel,
                accessEntryIntegrated,
                securityConfigurationId,
                clientToken,
                state,
                due,
                createdAt,
                newTags);
    }
}
