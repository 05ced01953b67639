package dev.envctl.expression;

import dev.envctl.problem.Code;

/// Something is wrong with the text of an expression, at a place within that text. Whoever knows the file turns it into
/// a problem.
public final class ExpressionException extends RuntimeException {

    private final Code code;
    private final String detail;
    private final int offset;
    private final int width;

    ExpressionException(String detail, int offset, int width) {
        this(Code.INVALID_EXPRESSION, detail, offset, width);
    }

    ExpressionException(Code code, String detail, int offset, int width) {
        super(detail);
        this.code = code;
        this.detail = detail;
        this.offset = offset;
        this.width = width;
    }

    /// The same mistake in a text of which the one that was parsed is a part.
    public ExpressionException movedBy(int characters) {
        return new ExpressionException(code, detail, offset + characters, width);
    }

    public Code code() {
        return code;
    }

    public String detail() {
        return detail;
    }

    /// Characters from the start of the text that was parsed.
    public int offset() {
        return offset;
    }

    public int width() {
        return Math.max(1, width);
    }
}
