package dev.envctl.sandbox.aws.cloudtrail;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// One event. `parameters` and `answer` are the request and the response without long and secret texts.
record EventRow(
        String id,
        Instant time,
        String region,
        String source,
        String name,
        Identity identity,
        String userAgent,
        String sourceAddress,
        String requestId,
        Optional<String> error,
        List<Thing> resources,
        JsonNode parameters,
        JsonNode answer) {

    EventRow {
        resources = List.copyOf(resources);
    }

    record Identity(String arn, String principalId, String accessKeyId) {}

    record Thing(String type, String name) {}

    /// The user's name, or that of an assumed role's session.
    String userName() {
        return identity.arn().substring(identity.arn().lastIndexOf('/') + 1);
    }
}
