package dev.envctl.aws.trail;

import dev.envctl.aws.AwsClients;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.cloudtrail.model.LookupAttribute;
import software.amazon.awssdk.services.cloudtrail.model.LookupAttributeKey;
import software.amazon.awssdk.services.cloudtrail.model.LookupEventsResponse;

/// Asks for pages of the history, newest first, and counts how often.
final class History {

    /// At two a second a run waits for half a minute at most.
    private static final int MOST_LOOKUPS = 60;

    private final AwsClients clients;
    private final Instant since;
    private int lookups;

    History(AwsClients clients, Instant since) {
        this.clients = clients;
        this.since = since;
    }

    record Page(List<RecordedEvent> events, Optional<String> next) {}

    boolean isExhausted() {
        return lookups >= MOST_LOOKUPS;
    }

    Page page(String region, LookupAttributeKey key, String value, Optional<String> token) {
        lookups++;
        LookupEventsResponse answer = clients.in(region)
                .cloudTrail()
                .lookupEvents(request -> request.lookupAttributes(LookupAttribute.builder()
                                .attributeKey(key)
                                .attributeValue(value)
                                .build())
                        .startTime(since)
                        .nextToken(token.orElse(null)));
        return new Page(
                answer.events().stream().map(RecordedEvent::of).toList(), Optional.ofNullable(answer.nextToken()));
    }
}
