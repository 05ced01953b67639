package dev.envctl.git;

/// The most that is written for one commit. A repository of documents is far below.
public record Bounds(int files, long bytes) {
    public static final Bounds USUAL = new Bounds(50_000, 500_000_000);
}
