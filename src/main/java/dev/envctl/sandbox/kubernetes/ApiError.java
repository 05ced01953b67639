package dev.envctl.sandbox.kubernetes;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/// A refusal, sent as a `Status` object with the real server's reason, code and wording.
final class ApiError extends RuntimeException {

    /// One reason among several, as in `details.causes`.
    record Cause(String reason, String message, String field) {}

    /// What was refused: the resource's plural name, its group and the object's name.
    record Subject(String group, String resource, String name) {
        static final Subject NOTHING = new Subject("", "", "");

        static Subject of(ResourceType type, String name) {
            return new Subject(type.group(), type.plural(), name);
        }
    }

    private final int code;
    private final String reason;
    private final transient Subject subject;
    private final transient List<Cause> causes;

    ApiError(int code, String reason, String message, Subject subject, List<Cause> causes) {
        super(message);
        this.code = code;
        this.reason = reason;
        this.subject = subject;
        this.causes = List.copyOf(causes);
    }

    private static ApiError of(int code, String reason, String message) {
        return new ApiError(code, reason, message, Subject.NOTHING, List.of());
    }

    static ApiError badRequest(String message) {
        return of(400, "BadRequest", message);
    }

    static ApiError unauthorized() {
        return of(401, "Unauthorized", "Unauthorized");
    }

    static ApiError noSuchPath() {
        return of(404, "NotFound", "the server could not find the requested resource");
    }

    static ApiError methodNotAllowed() {
        return of(405, "MethodNotAllowed", "the server does not allow this method on the requested resource");
    }

    static ApiError gone(String message) {
        return of(410, "Expired", message);
    }

    static ApiError unsupportedMediaType(String message) {
        return of(415, "UnsupportedMediaType", message);
    }

    static ApiError notFound(ResourceType type, String name) {
        return new ApiError(
                404,
                "NotFound",
                "%s \"%s\" not found".formatted(type.qualifiedName(), name),
                Subject.of(type, name),
                List.of());
    }

    static ApiError alreadyExists(ResourceType type, String name) {
        return new ApiError(
                409,
                "AlreadyExists",
                "%s \"%s\" already exists".formatted(type.qualifiedName(), name),
                Subject.of(type, name),
                List.of());
    }

    static ApiError forbidden(ResourceType type, String name, String why, Cause... causes) {
        return new ApiError(
                403,
                "Forbidden",
                "%s is forbidden: %s".formatted(named(type, name), why),
                Subject.of(type, name),
                List.of(causes));
    }

    static ApiError conflict(ResourceType type, String name, String why) {
        return new ApiError(
                409,
                "Conflict",
                "Operation cannot be fulfilled on %s \"%s\": %s".formatted(type.qualifiedName(), name, why),
                Subject.of(type, name),
                List.of());
    }

    static ApiError applyConflict(List<Cause> causes) {
        String message = causes.size() == 1
                ? "Apply failed with 1 conflict: %s: %s"
                        .formatted(
                                causes.getFirst().message(), causes.getFirst().field())
                : "Apply failed with %d conflicts: %s"
                        .formatted(
                                causes.size(),
                                String.join(
                                        "\n",
                                        causes.stream()
                                                .map(cause -> cause.message() + ":\n- " + cause.field())
                                                .toList()));
        return new ApiError(409, "Conflict", message, Subject.NOTHING, causes);
    }

    static ApiError invalid(ResourceType type, String name, String field, String problem) {
        return new ApiError(
                422,
                "Invalid",
                "%s \"%s\" is invalid: %s: %s".formatted(type.qualifiedKind(), name, field, problem),
                new Subject(type.group(), type.kind(), name),
                List.of(new Cause("FieldValueInvalid", problem, field)));
    }

    /// A collection has no name.
    private static String named(ResourceType type, String name) {
        return name.isEmpty() ? type.qualifiedName() : "%s \"%s\"".formatted(type.qualifiedName(), name);
    }

    int code() {
        return code;
    }

    ObjectNode status() {
        ObjectNode status = Json.object();
        status.put("kind", "Status").put("apiVersion", "v1");
        status.putObject("metadata");
        status.put("status", "Failure").put("message", getMessage()).put("reason", reason);
        if (!subject.equals(Subject.NOTHING) || !causes.isEmpty()) {
            details(status.putObject("details"));
        }
        return status.put("code", code);
    }

    private void details(ObjectNode details) {
        putUnlessEmpty(details, "name", subject.name());
        putUnlessEmpty(details, "group", subject.group());
        putUnlessEmpty(details, "kind", subject.resource());
        for (Cause cause : causes) {
            ObjectNode node = details.withArray("causes").addObject();
            node.put("reason", cause.reason()).put("message", cause.message());
            putUnlessEmpty(node, "field", cause.field());
        }
    }

    private static void putUnlessEmpty(ObjectNode node, String key, String text) {
        if (!text.isEmpty()) {
            node.put(key, text);
        }
    }
}
