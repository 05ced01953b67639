package dev.envctl.runner.forge;

/// A forge could not be reached or refused. `passing` when it may well do better in a while. The message names the call
/// and the answer, never a token.
public final class ForgeException extends RuntimeException {

    private final boolean passing;

    public ForgeException(String message, boolean passing) {
        super(message);
        this.passing = passing;
    }

    public ForgeException(String message, boolean passing, Throwable cause) {
        super(message, cause);
        this.passing = passing;
    }

    public boolean isPassing() {
        return passing;
    }
}
