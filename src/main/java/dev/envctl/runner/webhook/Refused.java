package dev.envctl.runner.webhook;

/// A delivery that is not taken, with what the forge's delivery log shall show. Carries nothing that the sender wrote.
final class Refused extends RuntimeException {

    private final int status;

    Refused(int status, String text) {
        super(text, null, false, false);
        this.status = status;
    }

    static Refused malformed(String text) {
        return new Refused(400, text);
    }

    static Refused unsigned(String text) {
        return new Refused(401, text);
    }

    Receipt receipt() {
        return new Receipt(status, String.valueOf(getMessage()));
    }
}
