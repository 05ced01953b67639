package dev.envctl.runner.webhook;

/// What the forge is answered: an HTTP status, and a line for its delivery log.
public record Receipt(int status, String text) {

    static final Receipt ACCEPTED = new Receipt(202, "accepted");

    static final Receipt DUPLICATE = new Receipt(200, "duplicate");

    static final Receipt PONG = new Receipt(200, "pong");

    /// The same for every repository and forge that is not ours, so that none is found by asking.
    static final Receipt NOTHING_HERE = new Receipt(404, "nothing here");
}
