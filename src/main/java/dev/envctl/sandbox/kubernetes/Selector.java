package dev.envctl.sandbox.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Label and field selectors as conditions on an object.
final class Selector {

    private static final Pattern SET = Pattern.compile("\\s*([^\\s!=,()]+)\\s+(in|notin)\\s+\\(([^)]*)\\)\\s*");
    private static final Pattern EQUALITY = Pattern.compile("\\s*([^\\s!=,()]+)\\s*(==|=|!=)\\s*([^\\s!=,()]*)\\s*");
    private static final Pattern EXISTENCE = Pattern.compile("\\s*(!?)\\s*([^\\s!=,()]+)\\s*");

    /// Fields beside name and namespace that a type may be selected by.
    private static final Map<String, Set<String>> FIELDS = Map.of(
            "pods", Set.of("spec.nodeName", "status.phase", "spec.serviceAccountName", "status.podIP"),
            "events",
                    Set.of(
                            "involvedObject.kind",
                            "involvedObject.name",
                            "involvedObject.namespace",
                            "involvedObject.uid",
                            "reason",
                            "type"),
            "secrets", Set.of("type"),
            "namespaces", Set.of("status.phase"),
            "nodes", Set.of("spec.unschedulable"),
            "jobs", Set.of("status.successful"));

    private Selector() {}

    static Predicate<JsonNode> labels(String text) {
        List<Predicate<Map<String, String>>> conditions = new ArrayList<>();
        for (String requirement : split(text)) {
            conditions.add(requirement(requirement));
        }
        return object -> {
            Map<String, String> labels = Json.map(Json.at(object, "metadata", "labels"));
            return conditions.stream().allMatch(condition -> condition.test(labels));
        };
    }

    private static Predicate<Map<String, String>> requirement(String text) {
        Matcher set = SET.matcher(text);
        if (set.matches()) {
            String key = set.group(1);
            List<String> values = List.of(set.group(3).trim().split("\\s*,\\s*", -1));
            return set.group(2).equals("in") ? labels -> has(labels, key, values) : labels -> !has(labels, key, values);
        }
        Matcher equality = EQUALITY.matcher(text);
        if (equality.matches()) {
            List<String> value = List.of(equality.group(3));
            String key = equality.group(1);
            return equality.group(2).equals("!=")
                    ? labels -> !has(labels, key, value)
                    : labels -> has(labels, key, value);
        }
        Matcher existence = EXISTENCE.matcher(text);
        if (existence.matches()) {
            boolean wanted = existence.group(1).isEmpty();
            return labels -> labels.containsKey(existence.group(2)) == wanted;
        }
        throw ApiError.badRequest("unable to parse requirement: " + text);
    }

    private static boolean has(Map<String, String> labels, String key, List<String> values) {
        return Optional.ofNullable(labels.get(key)).filter(values::contains).isPresent();
    }

    /// Commas inside parentheses do not separate.
    private static List<String> split(String text) {
        List<String> parts = new ArrayList<>();
        Matcher part = Pattern.compile("(?:[^,()]|\\([^)]*\\))+").matcher(text);
        while (part.find()) {
            parts.add(part.group());
        }
        return parts;
    }

    static Predicate<JsonNode> fields(String text, ResourceType type) {
        List<Predicate<JsonNode>> conditions = new ArrayList<>();
        for (String requirement : split(text)) {
            Matcher equality = EQUALITY.matcher(requirement);
            if (!equality.matches()) {
                throw ApiError.badRequest("invalid field selector: " + requirement);
            }
            String field = supported(equality.group(1), type);
            String value = equality.group(3);
            boolean wanted = !equality.group(2).equals("!=");
            conditions.add(object -> Json.text(object, field.split("\\.", -1)).equals(value) == wanted);
        }
        return object -> conditions.stream().allMatch(condition -> condition.test(object));
    }

    private static String supported(String field, ResourceType type) {
        boolean isKnown = field.equals("metadata.name")
                || field.equals("metadata.namespace")
                || FIELDS.getOrDefault(type.plural(), Set.of()).contains(field);
        if (!isKnown) {
            throw ApiError.badRequest("field label not supported: " + field);
        }
        return field;
    }
}
