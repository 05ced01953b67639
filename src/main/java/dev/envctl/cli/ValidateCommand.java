package dev.envctl.cli;

import dev.envctl.problem.Problem;
import dev.envctl.report.Json;
import dev.envctl.report.ProblemJson;
import dev.envctl.report.Words;
import dev.envctl.spec.Environment;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;

/// Everything that can be checked without a world.
@CommandLine.Command(
        name = "validate",
        description = "Load and check everything that needs no account: documents, references, cycles.")
final class ValidateCommand implements Command {

    @Mixin
    private final DirectoriesArgument argument = new DirectoriesArgument();

    @Mixin
    private final SharedOptions shared = new SharedOptions();

    private final Program program;

    ValidateCommand(Program program) {
        this.program = program;
    }

    @Override
    public SharedOptions shared() {
        return shared;
    }

    @Override
    public Integer call() {
        Invocation invocation = program.begin(shared);
        try (Workspace workspace = invocation.workspace()) {
            new Output(invocation).version();
            List<Attempt<Environment>> attempts = invocation.each(argument.directories, environment -> {
                workspace.engine().check(environment);
                return environment;
            });
            List<Problem> problems = Attempt.problems(attempts);
            if (shared.isForPrograms()) {
                invocation.console().result(shared.json ? "" : Json.pretty(ProblemJson.document(problems)));
            } else {
                Attempt.values(attempts)
                        .forEach(environment -> invocation.console().result(line(environment)));
            }
            return shared.isForPrograms() && !shared.json
                    ? ExitCode.of(problems).number()
                    : invocation.tell(attempts).number();
        }
    }

    private static String line(Environment environment) {
        return "%s: valid, %s\n"
                .formatted(
                        environment.settings().directory(),
                        Words.count(environment.resources().size(), "resource"));
    }
}
