package dev.envctl.report;

import dev.envctl.lease.LeaseRecord;
import dev.envctl.plan.Plan;
import java.time.Instant;
import java.util.Optional;

/// What an environment is like at one moment: its plan shows what is live, the lease who is writing.
public record Status(Plan plan, Optional<LeaseRecord> lease, Instant at) {}
