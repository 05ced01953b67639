package dev.envctl.sandbox.aws;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/// Who a role's trust policy lets assume it.
public final class TrustPolicy {

    private static final JsonMapper JSON = new JsonMapper();

    private final List<JsonNode> statements;

    private TrustPolicy(List<JsonNode> statements) {
        this.statements = statements;
    }

    public static TrustPolicy parse(String document) {
        try {
            return new TrustPolicy(
                    elements(JSON.readTree(document).path("Statement")).toList());
        } catch (JsonProcessingException malformed) {
            throw new IllegalStateException("reading a trust policy that IAM accepted", malformed);
        }
    }

    /// `service` is a service principal such as `elasticmapreduce.amazonaws.com`.
    public boolean trustsService(String service) {
        return statements.stream()
                .anyMatch(statement -> allows(statement, "sts:AssumeRole")
                        && names(statement.path("Principal").path("Service"), service));
    }

    /// Whether a token of the provider for the subject is let in. `issuer` has no scheme.
    public boolean trustsWebIdentity(String providerArn, String issuer, String subject) {
        return statements.stream()
                .anyMatch(statement -> allows(statement, "sts:AssumeRoleWithWebIdentity")
                        && names(statement.path("Principal").path("Federated"), providerArn)
                        && admits(statement.path("Condition"), issuer + ":sub", subject)
                        && admits(statement.path("Condition"), issuer + ":aud", "sts.amazonaws.com"));
    }

    private static boolean allows(JsonNode statement, String action) {
        return statement.path("Effect").asText().equals("Allow")
                && texts(statement.path("Action"))
                        .anyMatch(pattern -> like(pattern.toLowerCase(Locale.ROOT))
                                .matcher(action.toLowerCase(Locale.ROOT))
                                .matches());
    }

    private static boolean names(JsonNode principal, String wanted) {
        return texts(principal).anyMatch(wanted::equals);
    }

    /// Every condition on the key must admit the value; conditions on other keys are taken to hold.
    private static boolean admits(JsonNode conditions, String key, String value) {
        return conditions.properties().stream()
                .allMatch(operator -> admits(operator.getKey(), operator.getValue(), key, value));
    }

    private static boolean admits(String operator, JsonNode keys, String key, String value) {
        var wanted = field(keys, key);
        if (wanted.isEmpty()) {
            return true;
        }
        return switch (operator) {
            case "StringLike" ->
                texts(wanted.get()).anyMatch(text -> like(text).matcher(value).matches());
            case "StringEquals" -> texts(wanted.get()).anyMatch(value::equals);
            default -> false;
        };
    }

    /// Condition keys are compared without regard to case.
    private static Optional<JsonNode> field(JsonNode keys, String key) {
        return keys.properties().stream()
                .filter(field -> field.getKey().equalsIgnoreCase(key))
                .map(field -> field.getValue())
                .findFirst();
    }

    private static Pattern like(String text) {
        var pattern = new StringBuilder();
        for (var index = 0; index < text.length(); index++) {
            var character = text.charAt(index);
            pattern.append(
                    switch (character) {
                        case '*' -> ".*";
                        case '?' -> ".";
                        default -> Pattern.quote(String.valueOf(character));
                    });
        }
        return Pattern.compile(pattern.toString());
    }

    private static Stream<String> texts(JsonNode scalarOrList) {
        return elements(scalarOrList).map(JsonNode::asText);
    }

    private static Stream<JsonNode> elements(JsonNode scalarOrList) {
        return scalarOrList.isArray()
                ? StreamSupport.stream(scalarOrList.spliterator(), false)
                : Stream.of(scalarOrList).filter(node -> !node.isMissingNode());
    }
}
