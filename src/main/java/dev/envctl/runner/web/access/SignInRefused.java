package dev.envctl.runner.web.access;

/// A sign-in that was not granted. The message may be shown to whoever tried.
public final class SignInRefused extends RuntimeException {

    public SignInRefused(String message) {
        super(message);
    }

    public SignInRefused(String message, Throwable cause) {
        super(message, cause);
    }
}
