package dev.envctl.runner.webhook;

import dev.envctl.runner.run.AuditLog;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/// Writes refusals into the audit log, each kind once an hour: whoever is refused can come as often as they like, and
/// must not be able to fill it. Any thread may use it.
public final class Refusals {

    private static final Duration QUIET = Duration.ofHours(1);

    private static final int REMEMBERED = 500;

    private final AuditLog audit;
    private final Clock clock;
    private final Map<String, Instant> written = new LinkedHashMap<>();

    public Refusals(AuditLog audit, Clock clock) {
        this.audit = audit;
        this.clock = clock;
    }

    void add(String target, String reason) {
        if (isNew(target + "\n" + reason)) {
            audit.add("webhook", "refused", target, reason);
        }
    }

    private synchronized boolean isNew(String kind) {
        Instant now = clock.instant();
        written.values().removeIf(at -> at.plus(QUIET).isBefore(now));
        return written.size() < REMEMBERED && written.putIfAbsent(kind, now) == null;
    }
}
