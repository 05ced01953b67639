package dev.envctl.cli;

import dev.envctl.plan.Divergence;
import dev.envctl.plan.Plan;
import dev.envctl.report.DriftJson;
import dev.envctl.report.DriftMarkdown;
import dev.envctl.report.DriftText;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Who moved since the last apply. Only a cloud that moved is drift; what git still has to bring is an ordinary plan.
@CommandLine.Command(
        name = "drift",
        description = "Show what differs from what was last applied, and whether the cloud, git or both moved.")
final class DriftCommand implements Command {

    @Mixin
    private final DirectoriesArgument argument = new DirectoriesArgument();

    @Mixin
    private final SharedOptions shared = new SharedOptions();

    @Option(
            names = "--detailed-exitcode",
            description = "Exit with 2 when the cloud has moved (pending changes alone do not count).")
    private boolean detailedExitCode;

    private final Program program;

    DriftCommand(Program program) {
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
            Output output = new Output(invocation);
            output.version();
            workspace.prepare();
            List<Attempt<Plan>> attempts = invocation.each(
                    argument.directories, environment -> workspace.engine().drift(environment));
            List<Plan> plans = Attempt.values(attempts);
            ExitCode failure = show(invocation, output, attempts);
            boolean drifted = plans.stream().anyMatch(DriftCommand::hasDrifted);
            ExitCode changes = detailedExitCode && drifted ? ExitCode.CHANGES : ExitCode.OK;
            return ExitCode.worst(List.of(failure, changes)).number();
        }
    }

    private ExitCode show(Invocation invocation, Output output, List<Attempt<Plan>> attempts) {
        if (shared.json) {
            return output.plans(attempts, false);
        }
        DriftText text = new DriftText(invocation.console().style());
        DriftMarkdown markdown = new DriftMarkdown(Output.room(attempts.size()));
        return output.show(attempts, text::render, markdown::render, DriftJson::document);
    }

    private static boolean hasDrifted(Plan plan) {
        return plan.changes().stream()
                .anyMatch(change ->
                        change.divergence() == Divergence.DRIFT || change.divergence() == Divergence.CONFLICT);
    }
}
