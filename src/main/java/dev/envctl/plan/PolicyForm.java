package dev.envctl.plan;

import dev.envctl.value.Value;
import dev.envctl.value.ValueJson;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/// IAM policy documents as IAM itself compares them: one element and a list of one are the same, lists are sets, an
/// account id is its root principal, condition values are texts, an empty Sid or Id is none.
final class PolicyForm {

    private static final Set<String> LISTS = Set.of("Action", "NotAction", "Resource", "NotResource");
    private static final Set<String> PRINCIPALS = Set.of("Principal", "NotPrincipal");
    private static final Pattern ROOT = Pattern.compile("arn:[a-z-]+:iam::(\\d{12}):root");

    private PolicyForm() {}

    static Value of(Value document) {
        if (!(document instanceof Value.MapValue map)) {
            return document;
        }
        Map<String, Value> form = new TreeMap<>();
        map.entries().forEach((key, value) -> {
            if (key.equals("Statement")) {
                form.put(key, set(value, PolicyForm::statement));
            } else if (!isEmptyText(value)) {
                form.put(key, value);
            }
        });
        return new Value.MapValue(form);
    }

    private static Value statement(Value value) {
        if (!(value instanceof Value.MapValue map)) {
            return value;
        }
        Map<String, Value> form = new TreeMap<>();
        map.entries().forEach((key, part) -> {
            if (LISTS.contains(key)) {
                form.put(key, set(part, PolicyForm::same));
            } else if (PRINCIPALS.contains(key)) {
                form.put(key, principal(part));
            } else if (key.equals("Condition")) {
                form.put(key, condition(part));
            } else if (!isEmptyText(part)) {
                form.put(key, part);
            }
        });
        return new Value.MapValue(form);
    }

    private static Value principal(Value value) {
        if (!(value instanceof Value.MapValue map)) {
            return Value.map("AWS", set(value, PolicyForm::same));
        }
        Map<String, Value> form = new TreeMap<>();
        map.entries().forEach((type, who) -> form.put(type, set(who, PolicyForm::account)));
        return new Value.MapValue(form);
    }

    private static Value account(Value who) {
        return who.asText()
                .<Value>map(text -> Value.of(ROOT.matcher(text).replaceFirst("$1")))
                .orElse(who);
    }

    private static Value condition(Value value) {
        if (!(value instanceof Value.MapValue operators)) {
            return value;
        }
        Map<String, Value> form = new TreeMap<>();
        operators.entries().forEach((operator, keys) -> {
            if (keys instanceof Value.MapValue map) {
                Map<String, Value> byKey = new TreeMap<>();
                map.entries().forEach((key, wanted) -> byKey.put(key, set(wanted, PolicyForm::text)));
                form.put(operator, new Value.MapValue(byKey));
            }
        });
        return new Value.MapValue(form);
    }

    private interface Form {
        Value of(Value value);
    }

    private static Value set(Value value, Form form) {
        List<Value> elements = value instanceof Value.ListValue list ? list.elements() : List.of(value);
        Map<String, Value> byText = new TreeMap<>();
        elements.forEach(element -> byText.put(ValueJson.write(form.of(element)), form.of(element)));
        return new Value.ListValue(List.copyOf(byText.values()));
    }

    private static Value same(Value value) {
        return value;
    }

    private static Value text(Value value) {
        return switch (value) {
            case Value.Flag(boolean isTrue) -> Value.of(Boolean.toString(isTrue));
            case Value.Number number -> Value.of(number.amount().toPlainString());
            case Value.Text _, Value.ListValue _, Value.MapValue _, Value.Null _, Value.Unknown _, Value.Secret _ ->
                value;
        };
    }

    private static boolean isEmptyText(Value value) {
        return value.equals(Value.of("")) || value instanceof Value.Null;
    }
}
