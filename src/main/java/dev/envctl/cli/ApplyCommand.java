package dev.envctl.cli;

import dev.envctl.plan.Plan;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// Plan, ask, do; or do what a saved plan says.
@CommandLine.Command(name = "apply", description = "Plan, ask, and make it so. A saved plan is applied as it is.")
final class ApplyCommand implements Command {

    @Parameters(
            arity = "1..*",
            paramLabel = "DIR|FILE",
            description = "An environment's directory, one with environments below it, or a saved plan.")
    private List<String> targets = new ArrayList<>();

    @Mixin
    private final PlanningOptions planning = new PlanningOptions();

    @Mixin
    private final ApplyingOptions applying = new ApplyingOptions();

    @Mixin
    private final SharedOptions shared = new SharedOptions();

    private final Program program;

    ApplyCommand(Program program) {
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
            Application application = new Application(invocation, workspace, applying, planning);
            return savedPlan(invocation)
                    .map(application::applySaved)
                    .orElseGet(() -> application.planAndApply(targets, false))
                    .number();
        }
    }

    private Optional<Plan> savedPlan(Invocation invocation) {
        Path file = invocation.shell().directory().resolve(targets.getFirst());
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        if (targets.size() > 1) {
            throw ApplyingOptions.invalid("A saved plan is applied alone.");
        }
        if (!shared.inputs.isEmpty() || !planning.typed().isEmpty()) {
            throw ApplyingOptions.invalid(
                    "A saved plan is applied as it is: --set, --replace and --select come too late.");
        }
        return Optional.of(PlanStore.read(file));
    }
}
