package dev.envctl.sandbox.aws.emrcontainers;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// `due` is when the transition under way ends. Terminated ones stay.
public record EndpointRow(
        String id,
        String arn,
        String virtualClusterId,
        Request request,
        State state,
        Optional<Instant> due,
        Optional<Failure> failure,
        Optional<Attachments> attachments,
        Instant createdAt,
        Map<String, String> tags) {

    /// As the API spells them.
    public enum State {
        CREATING,
        ACTIVE,
        TERMINATING,
        TERMINATED,
        TERMINATED_WITH_ERRORS
    }

    /// What was asked for; an endpoint never changes. The release label is as it is answered, without `-latest`.
    public record Request(
            String name,
            String type,
            String releaseLabel,
            String executionRoleArn,
            Optional<String> certificateArn,
            Optional<JsonNode> configurationOverrides,
            String clientToken) {}

    public record Failure(String reason, String details) {}

    /// What the endpoint made outside itself.
    public record Attachments(
            String serverUrl,
            String securityGroupId,
            List<String> subnetIds,
            String certificateArn,
            String certificateData,
            String loadBalancerArn,
            String targetGroupArn,
            String listenerArn,
            List<String> networkInterfaceIds) {}

    boolean isLive() {
        return switch (state) {
            case CREATING, ACTIVE, TERMINATING -> true;
            case TERMINATED, TERMINATED_WITH_ERRORS -> false;
        };
    }

    boolean isDue(Instant now) {
        return due.filter(instant -> !now.isBefore(instant)).isPresent();
    }

    EndpointRow becoming(State newState, Instant newDue) {
        return with(newState, Optional.of(newDue), failure, attachments, tags);
    }

    EndpointRow active(Attachments newAttachments) {
        return with(State.ACTIVE, Optional.empty(), Optional.empty(), Optional.of(newAttachments), tags);
    }

    EndpointRow terminated() {
        return with(State.TERMINATED, Optional.empty(), Optional.empty(), attachments, tags);
    }

    EndpointRow failed(Failure newFailure) {
        return with(State.TERMINATED_WITH_ERRORS, Optional.empty(), Optional.of(newFailure), attachments, tags);
    }

    EndpointRow withTags(Map<String, String> newTags) {
        return with(state, due, failure, attachments, newTags);
    }

    private EndpointRow with(
            State newState,
            Optional<Instant> newDue,
            Optional<Failure> newFailure,
            Optional<Attachments> newAttachments,
            Map<String, String> newTags) {
        return new EndpointRow(
                id, arn, virtualClusterId, request, newState, newDue, newFailure, newAttachments, createdAt, newTags);
    }
}
