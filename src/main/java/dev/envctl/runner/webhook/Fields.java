package dev.envctl.runner.webhook;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;
import java.util.regex.Pattern;

/// Reads what a payload must hold. Paths are written `pull_request.head.sha`; a refusal names the path and never the
/// value.
final class Fields {

    private static final Pattern COMMIT = Pattern.compile("[0-9a-f]{40}|[0-9a-f]{64}");

    private static final Pattern NO_COMMIT = Pattern.compile("0{40}|0{64}");

    private static final String BRANCH = "refs/heads/";

    private static final int NAME = 200;

    private final JsonNode body;

    Fields(JsonNode body) {
        this.body = body;
    }

    JsonNode at(String path) {
        JsonNode node = body;
        for (String name : path.split("\\.", -1)) {
            node = node.path(name);
        }
        return node;
    }

    boolean has(String path) {
        return !at(path).isMissingNode() && !at(path).isNull();
    }

    /// Empty where it is not there.
    String optionalText(String path) {
        return at(path).asText("");
    }

    String text(String path) {
        JsonNode node = at(path);
        if (!node.isTextual()) {
            throw Refused.malformed(path + " is not a text");
        }
        return node.textValue();
    }

    boolean truth(String path) {
        JsonNode node = at(path);
        if (!node.isBoolean()) {
            throw Refused.malformed(path + " is neither true nor false");
        }
        return node.booleanValue();
    }

    /// Of a repository or of somebody.
    String name(String path) {
        String text = text(path);
        if (text.isBlank() || text.length() > NAME || text.chars().anyMatch(Character::isISOControl)) {
            throw Refused.malformed(path + " is not a name");
        }
        return text;
    }

    int number(String path) {
        JsonNode node = at(path);
        if (!node.isInt() || node.intValue() < 1) {
            throw Refused.malformed(path + " is not a number");
        }
        return node.intValue();
    }

    long id(String path) {
        JsonNode node = at(path);
        if (!node.canConvertToLong() || !node.isIntegralNumber() || node.longValue() < 1) {
            throw Refused.malformed(path + " is not an id");
        }
        return node.longValue();
    }

    String commit(String path) {
        String text = text(path);
        if (!COMMIT.matcher(text).matches()) {
            throw Refused.malformed(path + " is not a commit");
        }
        return text;
    }

    /// Whether it is the commit that stands for there being none.
    boolean isNoCommit(String path) {
        return NO_COMMIT.matcher(commit(path)).matches();
    }

    /// Empty for tags and whatever else is not a branch.
    Optional<String> branch(String path) {
        String ref = text(path);
        if (!ref.startsWith(BRANCH)) {
            return Optional.empty();
        }
        String branch = ref.substring(BRANCH.length());
        if (branch.isBlank() || branch.length() > NAME || branch.chars().anyMatch(Character::isISOControl)) {
            throw Refused.malformed(path + " is not a branch");
        }
        return Optional.of(branch);
    }
}
