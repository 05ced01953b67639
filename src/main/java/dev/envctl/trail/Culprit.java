package dev.envctl.trail;

import dev.envctl.value.Address;
import java.time.Instant;
import java.util.Optional;

/// Who probably changed an object, by the last call on it that was somebody else's: whether that call made the
/// difference nobody recorded. `principal` is the caller as the service names it; `eventId` is that of CloudTrail,
/// empty where no event history is kept (inside clusters). All texts may hold what a stranger chose.
public record Culprit(
        Address address,
        String principal,
        String call,
        Instant time,
        Optional<String> eventId,
        Optional<String> sourceAddress) {}
