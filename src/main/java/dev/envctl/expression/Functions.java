package dev.envctl.expression;

import dev.envctl.problem.Suggestion;
import dev.envctl.value.Value;
import dev.envctl.value.ValueJson;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/// The functions beside CEL's own. Each throws [IllegalArgumentException] with a sentence about the argument.
record Functions(YamlText yaml, FileTexts files, Optional<String> accountId) {

    /// Lays the second map over the first. The environment's tags meet a resource's tags with it, too, when these
    /// are an expression.
    static final String MERGE = "merge";

    static final Map<String, Integer> ARGUMENTS = Map.of(
            "file",
            1,
            "json",
            1,
            "yaml",
            1,
            "base36",
            1,
            "emrServiceAccount",
            2,
            "cidrSubnet",
            3,
            "cidrContains",
            2,
            "cidrsOverlap",
            1,
            MERGE,
            2,
            "secret",
            1);

    /// CEL functions that may appear in the simple form too, and are better left to CEL.
    private static final List<String> STANDARD = List.of(
            "size",
            "string",
            "int",
            "uint",
            "double",
            "bool",
            "type",
            "dyn",
            "duration",
            "timestamp",
            "matches",
            "bytes");

    static void checkSignature(String function, int arguments, int offset) {
        if (STANDARD.contains(function)) {
            return;
        }
        Integer expected = ARGUMENTS.get(function);
        if (expected == null) {
            throw new ExpressionException(
                    "There is no function \"%s\".%s"
                            .formatted(function, Suggestion.question(function, new TreeSet<>(ARGUMENTS.keySet()))),
                    offset,
                    function.length());
        }
        if (expected != arguments) {
            throw new ExpressionException(
                    "The function %s takes %d argument%s and has %d."
                            .formatted(function, expected, expected == 1 ? "" : "s", arguments),
                    offset,
                    function.length());
        }
    }

    static boolean isOurs(String function) {
        return ARGUMENTS.containsKey(function);
    }

    Value call(String function, List<Value> arguments) {
        return switch (function) {
            case "file" -> Value.of(files.read(text(function, arguments, 0)));
            case "json" -> json(text(function, arguments, 0));
            case "yaml" -> yaml.parse(text(function, arguments, 0));
            case "base36" -> Value.of(base36(text(function, arguments, 0)));
            case "emrServiceAccount" ->
                Value.of(serviceAccount(text(function, arguments, 0), text(function, arguments, 1)));
            case "cidrSubnet" ->
                Value.of(CidrFunctions.subnet(
                        text(function, arguments, 0), number(function, arguments, 1), number(function, arguments, 2)));
            case "cidrContains" ->
                Value.of(CidrFunctions.contains(text(function, arguments, 0), text(function, arguments, 1)));
            case "cidrsOverlap" -> Value.of(CidrFunctions.overlap(texts(function, arguments)));
            case MERGE -> merge(arguments);
            default -> throw new IllegalArgumentException("there is no function " + function);
        };
    }

    /// Reads the text as one big number, most significant byte first: the spelling that EMR on EKS puts into the
    /// names of its service accounts.
    static String base36(String text) {
        return new BigInteger(1, text.getBytes(StandardCharsets.UTF_8)).toString(36);
    }

    private String serviceAccount(String namespace, String roleName) {
        String account = accountId.orElseThrow(() -> new IllegalArgumentException("the account is not known"));
        return "system:serviceaccount:%s:emr-containers-sa-*-*-%s-%s".formatted(namespace, account, base36(roleName));
    }

    private static Value json(String text) {
        try {
            return ValueJson.read(text);
        } catch (IllegalArgumentException malformed) {
            String reason = String.valueOf(malformed.getMessage())
                    .replaceFirst("^reading JSON: ", "")
                    .replaceFirst("(?s)( \\(start marker at .*|\n.*)$", "");
            throw new IllegalArgumentException("the text is not JSON: " + reason, malformed);
        }
    }

    private static Value merge(List<Value> arguments) {
        if (arguments.get(0) instanceof Value.MapValue below && arguments.get(1) instanceof Value.MapValue above) {
            return below.merge(above);
        }
        throw new IllegalArgumentException("merge takes two maps");
    }

    private static String text(String function, List<Value> arguments, int position) {
        return arguments.get(position).asText().orElseThrow(() -> wrongArgument(function, position, "text"));
    }

    private static List<String> texts(String function, List<Value> arguments) {
        if (arguments.getFirst() instanceof Value.ListValue list) {
            return list.elements().stream()
                    .map(element -> element.asText().orElseThrow(() -> wrongArgument(function, 0, "a list of texts")))
                    .toList();
        }
        throw wrongArgument(function, 0, "a list of texts");
    }

    private static int number(String function, List<Value> arguments, int position) {
        if (arguments.get(position) instanceof Value.Number(BigDecimal amount)) {
            try {
                return amount.intValueExact();
            } catch (ArithmeticException tooLarge) {
                throw new IllegalArgumentException(
                        "argument %d of %s is out of range".formatted(position + 1, function), tooLarge);
            }
        }
        throw wrongArgument(function, position, "a whole number");
    }

    private static IllegalArgumentException wrongArgument(String function, int position, String expected) {
        return new IllegalArgumentException("argument %d of %s must be %s".formatted(position + 1, function, expected));
    }
}
