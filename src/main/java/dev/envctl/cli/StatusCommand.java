package dev.envctl.cli;

import dev.envctl.engine.Engine;
import dev.envctl.report.Status;
import dev.envctl.report.StatusJson;
import dev.envctl.report.StatusMarkdown;
import dev.envctl.report.StatusText;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;

/// How the live objects are, which is another question than whether they are as git wants them.
@CommandLine.Command(
        name = "status",
        description = "Show every resource with identity, state and health, and who holds the lease.")
final class StatusCommand implements Command {

    @Mixin
    private final DirectoriesArgument argument = new DirectoriesArgument();

    @Mixin
    private final SharedOptions shared = new SharedOptions();

    private final Program program;

    StatusCommand(Program program) {
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
            workspace.prepare();
            Engine engine = workspace.engine();
            List<Attempt<Status>> attempts = invocation.each(
                    argument.directories,
                    environment -> new Status(
                            engine.drift(environment),
                            engine.lease(environment.settings()),
                            invocation.shell().clock().instant()));
            StatusText text = new StatusText(invocation.console().style());
            return new Output(invocation)
                    .show(attempts, text::render, StatusMarkdown::render, StatusJson::document)
                    .number();
        }
    }
}
