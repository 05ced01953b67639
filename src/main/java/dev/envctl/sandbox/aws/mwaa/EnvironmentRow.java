package dev.envctl.sandbox.aws.mwaa;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// `settings` is the environment as it runs; `wanted` what a change under way is to make of it. `due` is when the
/// transition ends.
record EnvironmentRow(
        String name,
        String arn,
        JsonNode settings,
        Optional<JsonNode> wanted,
        State state,
        Optional<Instant> due,
        LastUpdate lastUpdate,
        List<String> networkInterfaceIds,
        Instant createdAt,
        Map<String, String> tags) {

    /// As the API spells them.
    enum State {
        CREATING,
        CREATE_FAILED,
        AVAILABLE,
        UPDATING,
        UPDATE_FAILED,
        DELETING
    }

    record LastUpdate(String status, Instant createdAt, Optional<Failure> failure) {}

    record Failure(String code, String message) {}

    EnvironmentRow {
        networkInterfaceIds = List.copyOf(networkInterfaceIds);
        tags = Collections.unmodifiableMap(new LinkedHashMap<>(tags));
    }

    boolean isSteady() {
        return switch (state) {
            case AVAILABLE, UPDATE_FAILED -> true;
            case CREATING, CREATE_FAILED, UPDATING, DELETING -> false;
        };
    }

    boolean isDue(Instant now) {
        return due.filter(instant -> !now.isBefore(instant)).isPresent();
    }

    EnvironmentRow becoming(State newState, Optional<JsonNode> newWanted, Instant newDue, LastUpdate update) {
        return new EnvironmentRow(
                name,
                arn,
                settings,
                newWanted,
                newState,
                Optional.of(newDue),
                update,
                networkInterfaceIds,
                createdAt,
                tags);
    }

    EnvironmentRow settled(State newState, JsonNode newSettings, LastUpdate update, List<String> interfaces) {
        return new EnvironmentRow(
                name,
                arn,
                newSettings,
                Optional.empty(),
                newState,
                Optional.empty(),
                update,
                interfaces,
                createdAt,
                tags);
    }

    EnvironmentRow withTags(Map<String, String> newTags) {
        return new EnvironmentRow(
                name, arn, settings, wanted, state, due, lastUpdate, networkInterfaceIds, createdAt, newTags);
    }
}
