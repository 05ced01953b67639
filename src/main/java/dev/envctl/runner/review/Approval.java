package dev.envctl.runner.review;

import java.time.Instant;

/// Somebody approved what a plan with this digest would do to an environment, at whatever commit.
public record Approval(PullRequestKey pullRequest, String directory, String digest, String actor, Instant at) {}
