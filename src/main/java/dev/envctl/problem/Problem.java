package dev.envctl.problem;

import java.util.Optional;

/// One thing that a user has to know. The [Code] gives severity and the fixed summary; `detail` is one or more full
/// sentences that name the thing; `hint` is what to do, when the detail does not already say it.
public record Problem(Code code, String detail, Optional<Source> source, Optional<String> hint) {

    public static Problem of(Code code, String detail) {
        return new Problem(code, detail, Optional.empty(), Optional.empty());
    }

    public Problem at(Source place) {
        return new Problem(code, detail, Optional.of(place), hint);
    }

    public Problem withHint(String text) {
        return new Problem(code, detail, source, Optional.of(text));
    }

    public Severity severity() {
        return code.severity();
    }

    public String summary() {
        return code.summary();
    }

    public boolean isError() {
        return severity() == Severity.ERROR;
    }
}
