package dev.envctl.sandbox.aws.iam;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.envctl.sandbox.World;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/// What IAM checks of a policy document when it is stored: well-formed, complete statements, and principals that exist.
public final class PolicyDocuments {

    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private PolicyDocuments() {}

    /// Checks a document that says what its holder may do.
    static void checkPermissions(String document) {
        for (JsonNode statement : statements(document)) {
            checkStatement(statement);
            if (statement.has("Principal") || statement.has("NotPrincipal")) {
                throw IamErrors.malformedPolicy("Policy document should not specify a principal.");
            }
            if (!statement.has("Resource") && !statement.has("NotResource")) {
                throw IamErrors.malformedPolicy("Policy statement must contain resources.");
            }
        }
    }

    /// Checks a document that says who may assume a role. `exists` knows the principals of the account by ARN.
    static void checkTrust(String document, Predicate<String> exists) {
        for (JsonNode statement : statements(document)) {
            checkStatement(statement);
            if (!statement.has("Principal")) {
                throw IamErrors.malformedPolicy(
                        "AssumeRole policy must contain a principal: Missing required field Principal");
            }
            if (statement.has("Resource") || statement.has("NotResource")) {
                throw IamErrors.malformedPolicy("Has prohibited field Resource");
            }
            unknownPrincipals(statement, exists).stream().findFirst().ifPresent(unknown -> {
                throw IamErrors.malformedPolicy("Invalid principal in policy: \"AWS\":\"" + unknown + "\"");
            });
        }
    }

    /// The principals of a statement that name a user or role of this account which there is not.
    public static List<String> unknownPrincipals(JsonNode statement, Predicate<String> exists) {
        List<String> unknown = new ArrayList<>();
        for (String principal : texts(statement.path("Principal").path("AWS"))) {
            boolean ours =
                    principal.startsWith("arn:aws:iam::" + World.ACCOUNT_ID + ":") && !principal.endsWith(":root");
            if (ours && !exists.test(principal)) {
                unknown.add(principal);
            }
        }
        return unknown;
    }

    /// The statements of a document; a document that is none is refused.
    public static List<JsonNode> statements(String document) {
        JsonNode root = parse(document);
        if (!root.isObject() || !root.has("Statement")) {
            throw IamErrors.malformedPolicy("Syntax errors in policy.");
        }
        JsonNode statement = root.path("Statement");
        List<JsonNode> statements = new ArrayList<>();
        if (statement.isArray()) {
            statement.forEach(statements::add);
        } else {
            statements.add(statement);
        }
        return statements;
    }

    private static JsonNode parse(String document) {
        try {
            return MAPPER.readTree(document);
        } catch (JsonProcessingException malformed) {
            throw IamErrors.malformedPolicy("This policy contains invalid Json");
        }
    }

    private static void checkStatement(JsonNode statement) {
        String effect = statement.path("Effect").asText();
        if (!effect.equals("Allow") && !effect.equals("Deny")) {
            throw IamErrors.malformedPolicy("Syntax errors in policy.");
        }
        if (!statement.has("Action") && !statement.has("NotAction")) {
            throw IamErrors.malformedPolicy("Policy statement must contain actions.");
        }
    }

    public static List<String> texts(JsonNode scalarOrList) {
        List<String> texts = new ArrayList<>();
        if (scalarOrList.isArray()) {
            scalarOrList.forEach(element -> texts.add(element.asText()));
        } else if (scalarOrList.isTextual()) {
            texts.add(scalarOrList.asText());
        }
        return texts;
    }

    /// Size as IAM counts it against its quotas.
    static int size(String document) {
        return document.replaceAll("\\s", "").length();
    }

    /// The form in which IAM hands documents out.
    static String encoded(String document) {
        return URLEncoder.encode(document, StandardCharsets.UTF_8)
                .replace("+", "%20")
                .replace("*", "%2A");
    }
}
