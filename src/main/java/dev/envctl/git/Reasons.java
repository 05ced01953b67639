package dev.envctl.git;

/// What JGit has to say of a failure: its innermost words, without a full stop.
final class Reasons {

    private Reasons() {}

    static String of(Throwable thrown) {
        Throwable deepest = thrown;
        while (deepest.getCause() != null && deepest.getCause().getMessage() != null) {
            deepest = deepest.getCause();
        }
        return String.valueOf(deepest.getMessage()).replaceFirst("\\.$", "");
    }
}
