package dev.envctl.runner.work;

import dev.envctl.problem.Code;
import dev.envctl.problem.Problem;
import dev.envctl.problem.ProblemException;
import dev.envctl.problem.Problems;
import dev.envctl.spec.Environment;
import dev.envctl.spec.Resource;
import dev.envctl.value.Value;
import java.util.List;
import java.util.stream.Stream;

/// Which secrets documents may name: those that the environment's account keeps, and variables of the runner that its
/// operator listed. Everything else on this machine is the runner's own.
final class SecretRule {

    private final List<String> variables;

    SecretRule(List<String> variables) {
        this.variables = List.copyOf(variables);
    }

    /// Asked again before a secret is read, because a reference may be computed.
    void check(String reference) {
        if (!allows(reference)) {
            throw new ProblemException(problem(reference));
        }
    }

    /// Says so while planning, at the line.
    void check(Environment environment) {
        Problems problems = new Problems();
        for (Resource resource : environment.resources()) {
            references(resource.body())
                    .filter(reference -> !allows(reference))
                    .forEach(reference -> problems.add(problem(reference).at(resource.source())));
        }
        problems.throwIfErrors();
    }

    private boolean allows(String reference) {
        if (reference.startsWith("env:")) {
            return variables.contains(reference.substring("env:".length()));
        }
        return reference.startsWith("ssm:") || reference.startsWith("secretsmanager:");
    }

    private static Stream<String> references(Value value) {
        return switch (value) {
            case Value.Secret secret -> Stream.of(secret.reference());
            case Value.MapValue map -> map.entries().values().stream().flatMap(SecretRule::references);
            case Value.ListValue list -> list.elements().stream().flatMap(SecretRule::references);
            case Value.Text _, Value.Number _, Value.Flag _, Value.Null _, Value.Unknown _ -> Stream.empty();
        };
    }

    private static Problem problem(String reference) {
        return Problem.of(Code.SECRET_NOT_ALLOWED, "The secret \"%s\" is not given to documents.".formatted(reference))
                .withHint("Use ssm: or secretsmanager:, or have the variable listed under secretVariables of the"
                        + " runner.");
    }
}
