package dev.envctl.cli;

import dev.envctl.engine.Engine;
import dev.envctl.problem.Code;
import dev.envctl.problem.Problem;
import dev.envctl.problem.ProblemException;
import dev.envctl.value.Address;
import dev.envctl.value.Ordered;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine.Option;

/// What a plan is to cover.
final class PlanningOptions {

    @Option(
            names = "--replace",
            paramLabel = "ADDRESS",
            description = "Replace this resource although it need not be. May be repeated.")
    List<String> replace = new ArrayList<>();

    @Option(
            names = "--select",
            paramLabel = "EXPRESSION",
            description =
                    "Only these resources and what they need: an address, one with *, or a CEL expression over kind,"
                            + " name, address and module.")
    Optional<String> select = Optional.empty();

    @Option(names = "--full", description = "Show unchanged attributes too, and where each resource is written.")
    boolean full;

    Engine.PlanOptions engineOptions(boolean destroy) {
        return new Engine.PlanOptions(destroy, addresses(), select);
    }

    /// As it was typed, to be shown in a command that repeats it.
    String typed() {
        StringBuilder text = new StringBuilder();
        replace.forEach(address -> text.append(" --replace ").append(CommandText.quoted(address)));
        select.ifPresent(expression -> text.append(" --select ").append(CommandText.quoted(expression)));
        return text.toString();
    }

    private Set<Address> addresses() {
        Set<Address> addresses = new LinkedHashSet<>();
        for (String text : replace) {
            addresses.add(Address.parse(text)
                    .orElseThrow(() -> new ProblemException(
                            Problem.of(Code.INVALID_OPTION, "--replace %s: that is no address.".formatted(text))
                                    .withHint("Addresses read like Role/jobExecution or studio.Role/jobExecution."))));
        }
        return Ordered.copyOf(addresses);
    }
}
