package dev.envctl.runner.queue;

import java.time.Duration;

/// Work that comes back by itself, right away and then so long after it ended, done by one replica each time. What it
/// throws is logged, and its next turn is its next chance.
public record Recurring(String name, Duration pause, Runnable work) {}
