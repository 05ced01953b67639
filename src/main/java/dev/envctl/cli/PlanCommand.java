package dev.envctl.cli;

import dev.envctl.engine.Engine;
import dev.envctl.plan.Plan;
import dev.envctl.problem.Code;
import dev.envctl.problem.Problem;
import dev.envctl.problem.ProblemException;
import dev.envctl.report.Words;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Options in, one call to the engine, one renderer out.
@CommandLine.Command(name = "plan", description = "Show what apply would do. Changes nothing anywhere.")
final class PlanCommand implements Command {

    @Mixin
    private final DirectoriesArgument argument = new DirectoriesArgument();

    @Mixin
    private final PlanningOptions planning = new PlanningOptions();

    @Mixin
    private final SharedOptions shared = new SharedOptions();

    @Option(names = "--out", paramLabel = "FILE", description = "Save the plan, to be applied as it is.")
    private Optional<Path> out = Optional.empty();

    @Option(names = "--destroy", description = "Plan the destruction of everything that the environment owns.")
    private boolean destroy;

    @Option(names = "--detailed-exitcode", description = "Exit with 2 when there are changes.")
    private boolean detailedExitCode;

    private final Program program;

    PlanCommand(Program program) {
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
            Engine.PlanOptions options = planning.engineOptions(destroy);
            workspace.prepare();
            List<Attempt<Plan>> attempts = invocation.each(
                    argument.directories, environment -> workspace.engine().plan(environment, options));
            List<Plan> plans = Attempt.values(attempts);
            ExitCode failure = output.plans(attempts, planning.full);
            save(invocation, attempts, plans);
            return ExitCode.worst(List.of(failure, changes(plans))).number();
        }
    }

    private ExitCode changes(List<Plan> plans) {
        return detailedExitCode && !plans.stream().allMatch(Plan::isEmpty) ? ExitCode.CHANGES : ExitCode.OK;
    }

    private void save(Invocation invocation, List<Attempt<Plan>> attempts, List<Plan> plans) {
        if (out.isEmpty()) {
            plans.stream().filter(plan -> !plan.isEmpty()).forEach(plan -> propose(invocation, plan));
            return;
        }
        if (attempts.size() > 1) {
            throw new ProblemException(Problem.of(
                    Code.INVALID_OPTION,
                    "--out takes the plan of one environment, and there are %d.".formatted(attempts.size())));
        }
        for (Plan plan : plans) {
            PlanStore.save(plan, invocation.shell().directory().resolve(out.get()));
            String command = "envctl apply " + CommandText.quoted(out.get().toString());
            note(invocation, "Saved. To apply exactly this plan, run:\n\n    " + command + "\n");
        }
    }

    private void propose(Invocation invocation, Plan plan) {
        String command =
                CommandText.of(destroy ? "destroy" : "apply", plan.target().directory(), shared)
                        + planning.typed()
                        + " --digest "
                        + Words.shortDigest(plan.digest());
        note(invocation, "To apply exactly this plan, run:\n\n    " + command + "\n");
    }

    private void note(Invocation invocation, String text) {
        if (shared.format == SharedOptions.Format.TEXT && !shared.json) {
            invocation.console().note("\n" + text);
        }
    }
}
