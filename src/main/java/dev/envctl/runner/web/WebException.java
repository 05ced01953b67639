package dev.envctl.runner.web;

/// A request that is answered with a refusal. `code` is one word for programs, the message a sentence for people.
final class WebException extends RuntimeException {

    private final int status;
    private final String code;

    WebException(int status, String code, String message) {
        super(message);
        this.status = status;
        this.code = code;
    }

    static WebException badRequest(String message) {
        return new WebException(400, "bad_request", message);
    }

    static WebException forbidden(String message) {
        return new WebException(403, "forbidden", message);
    }

    static WebException notFound(String message) {
        return new WebException(404, "not_found", message);
    }

    static WebException conflict(String message) {
        return new WebException(409, "conflict", message);
    }

    int status() {
        return status;
    }

    String code() {
        return code;
    }
}
