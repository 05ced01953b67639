package dev.envctl.cli;

import picocli.CommandLine;
import picocli.CommandLine.Mixin;

/// An apply whose desired state is empty.
@CommandLine.Command(name = "destroy", description = "Destroy everything that the environment owns, in reverse order.")
final class DestroyCommand implements Command {

    @Mixin
    private final DirectoriesArgument argument = new DirectoriesArgument();

    @Mixin
    private final PlanningOptions planning = new PlanningOptions();

    @Mixin
    private final ApplyingOptions applying = new ApplyingOptions();

    @Mixin
    private final SharedOptions shared = new SharedOptions();

    private final Program program;

    DestroyCommand(Program program) {
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
            return new Application(invocation, workspace, applying, planning)
                    .planAndApply(argument.directories, true)
                    .number();
        }
    }
}
