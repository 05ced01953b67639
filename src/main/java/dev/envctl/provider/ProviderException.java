package dev.envctl.provider;

import dev.envctl.problem.Code;
import dev.envctl.problem.Problem;
import java.util.Optional;

/// What a service answered when it did not do what was asked, already in the user's words. `operation` is the API call
/// (`emr-containers:CreateManagedEndpoint`), `errorCode` the service's own code, `requestId` its reference for support.
public final class ProviderException extends RuntimeException {

    private final Code code;
    private final String operation;
    private final String errorCode;
    private final String requestId;
    private final String hint;

    public ProviderException(Code code, String operation, String errorCode, String requestId, String message) {
        this(code, operation, errorCode, requestId, message, "");
    }

    private ProviderException(
            Code code, String operation, String errorCode, String requestId, String message, String hint) {
        super(message);
        this.code = code;
        this.operation = operation;
        this.errorCode = errorCode;
        this.requestId = requestId;
        this.hint = hint;
    }

    /// A refusal that no single call gave, such as an object that ended in a failed state.
    public static ProviderException of(Code code, String message) {
        return new ProviderException(code, "", "", "", message);
    }

    public ProviderException withHint(String text) {
        ProviderException copy = new ProviderException(code, operation, errorCode, requestId, getMessage(), text);
        copy.setStackTrace(getStackTrace());
        return copy;
    }

    public Code code() {
        return code;
    }

    public String operation() {
        return operation;
    }

    public String errorCode() {
        return errorCode;
    }

    public String requestId() {
        return requestId;
    }

    @Override
    public String getMessage() {
        return Optional.ofNullable(super.getMessage()).orElse("");
    }

    /// The exception as a problem, naming the call, the service's code and its request id where there was one.
    public Problem problem() {
        String call = operation.isEmpty() ? "" : operation + (errorCode.isEmpty() ? ": " : ": " + errorCode + ": ");
        String reference = requestId.isEmpty() ? "" : " (request id " + requestId + ")";
        Problem problem = Problem.of(code, call + getMessage() + reference);
        return hint.isEmpty() ? problem : problem.withHint(hint);
    }
}
