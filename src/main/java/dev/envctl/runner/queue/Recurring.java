package dev.envctl.runner.queue;

/// Work that comes back by itself, done by one replica each time. What it throws is logged, and its next turn is its
/// next chance.
public record Recurring(String name, When when, Runnable work) {}
