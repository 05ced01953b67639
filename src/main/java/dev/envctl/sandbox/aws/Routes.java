package dev.envctl.sandbox.aws;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The REST operations of a service by method, path and the literal query parameters of their URI templates
/// (`/{Bucket}?policy`). Of several that match, the one with the most literal parameters is meant.
final class Routes {

    private static final Pattern VARIABLE = Pattern.compile("\\{([^}+]+)(\\+?)}");

    /// An operation, and the variables that its template found in a path.
    record Match(Operation<?, ?> operation, Map<String, String> variables) {}

    private record Template(
            Operation<?, ?> operation, String method, Pattern path, List<String> names, Map<String, String> literals) {

        Optional<Match> match(WireRequest request) {
            Matcher matcher = path.matcher(request.path());
            if (!method.equals(request.method()) || !matcher.matches() || !literals(request)) {
                return Optional.empty();
            }
            Map<String, String> variables = new LinkedHashMap<>();
            for (int i = 0; i < names.size(); i++) {
                variables.put(names.get(i), WireRequest.decodePath(matcher.group(i + 1)));
            }
            return Optional.of(new Match(operation, variables));
        }

        private boolean literals(WireRequest request) {
            return literals.entrySet().stream()
                    .allMatch(literal -> request.parameter(literal.getKey())
                            .filter(value -> literal.getValue().isEmpty()
                                    || literal.getValue().equals(value))
                            .isPresent());
        }
    }

    private final List<Template> templates;
    private final Set<String> subresources;

    Routes(List<Operation<?, ?>> operations) {
        this(operations, Set.of());
    }

    /// `subresources` are query parameters that make a request another operation: a template without them does not
    /// match.
    Routes(List<Operation<?, ?>> operations, Set<String> subresources) {
        this.subresources = subresources;
        this.templates = operations.stream()
                .map(Routes::template)
                .sorted(Comparator.comparingInt(
                                (Template template) -> -template.literals().size())
                        .thenComparingInt(template -> template.names().size()))
                .toList();
    }

    Optional<Match> find(WireRequest request) {
        List<String> asked =
                request.query().keySet().stream().filter(subresources::contains).toList();
        return templates.stream()
                .filter(template -> template.literals().keySet().containsAll(asked))
                .flatMap(template -> template.match(request).stream())
                .findFirst();
    }

    private static Template template(Operation<?, ?> operation) {
        Operation.Route route =
                operation.route().orElseThrow(() -> new IllegalStateException(operation.name() + " has no route"));
        String[] parts = route.uriTemplate().split("\\?", 2);
        List<String> names = new ArrayList<>();
        Pattern path = path(parts[0], names);
        return new Template(operation, route.method(), path, names, literals(parts.length == 1 ? "" : parts[1]));
    }

    private static Pattern path(String template, List<String> names) {
        StringBuilder regex = new StringBuilder();
        Matcher variable = VARIABLE.matcher(template);
        int end = 0;
        while (variable.find()) {
            regex.append(Pattern.quote(template.substring(end, variable.start())));
            regex.append(variable.group(2).isEmpty() ? "([^/]+)" : "(.+)");
            names.add(variable.group(1));
            end = variable.end();
        }
        return Pattern.compile(regex + Pattern.quote(template.substring(end)) + "/?");
    }

    private static Map<String, String> literals(String query) {
        Map<String, String> literals = new LinkedHashMap<>();
        for (String part : query.split("&", -1)) {
            String[] pair = part.split("=", 2);
            if (!pair[0].isEmpty()) {
                literals.put(pair[0], pair.length == 1 ? "" : pair[1]);
            }
        }
        return literals;
    }
}
