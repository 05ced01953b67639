package dev.envctl.provider;

import dev.envctl.problem.Code;
import dev.envctl.problem.Problem;
import dev.envctl.value.Address;
import java.util.Optional;

/// What a service answered when it did not do what was asked, already in the user's words. `operation` is the API call
/// (`emr-containers:CreateManagedEndpoint`), `errorCode` the service's own code, `requestId` its reference for support.
public final class ProviderException extends RuntimeException {

    private final Code code;
    private final String operation;
    private final String errorCode;
    private final String requestId;
    private final String hint;
    private final transient Optional<Address> about;

    public ProviderException(Code code, String operation, String errorCode, String requestId, String message) {
        this(code, operation, errorCode, requestId, message, "", Optional.empty());
    }

    private ProviderException(
            Code code,
            String operation,
            String errorCode,
            String requestId,
            String message,
            String hint,
            Optional<Address> about) {
        super(message);
        this.code = code;
        this.operation = operation;
        this.errorCode = errorCode;
        this.requestId = requestId;
        this.hint = hint;
        this.about = about;
    }

    /// A refusal that no single call gave, such as an object that ended in a failed state.
    public static ProviderException of(Code code, String message) {
        return new ProviderException(code, "", "", "", message);
    }

    public ProviderException withHint(String text) {
        return copy(text, about);
    }

    /// The document that a kind could not go on with, while it was asked for several at once.
    public ProviderException withAddress(Address address) {
        return copy(hint, Optional.of(address));
    }

    private ProviderException copy(String otherHint, Optional<Address> otherAddress) {
        ProviderException copy =
                new ProviderException(code, operation, errorCode, requestId, getMessage(), otherHint, otherAddress);
        copy.setStackTrace(getStackTrace());
        return copy;
    }

    public Optional<Address> about() {
        return about;
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
