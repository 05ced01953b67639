package dev.envctl.sandbox;

/// What a new sandbox holds before its first call. Runs within one transaction, once in the life of a state.
@FunctionalInterface
public interface Seed {
    void plant(World world);
}
