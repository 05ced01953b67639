package dev.envctl.cli;

import dev.envctl.plan.Plan;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// A saved plan again.
@CommandLine.Command(name = "show", description = "Show a saved plan, in any format.")
final class ShowCommand implements Command {

    @Parameters(paramLabel = "FILE", description = "What plan --out wrote.")
    private Path file = Path.of("");

    @Mixin
    private final SharedOptions shared = new SharedOptions();

    @Option(names = "--full", description = "Show unchanged attributes too, and where each resource is written.")
    private boolean full;

    private final Program program;

    ShowCommand(Program program) {
        this.program = program;
    }

    @Override
    public SharedOptions shared() {
        return shared;
    }

    @Override
    public Integer call() {
        Invocation invocation = program.begin(shared);
        Output output = new Output(invocation);
        output.version();
        Plan plan = PlanStore.read(invocation.shell().directory().resolve(file));
        return output.plans(Attempt.all(List.of(plan)), full).number();
    }
}
