package dev.envctl.cli;

import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// The emulated account.
@CommandLine.Command(
        name = "sandbox",
        description = "The emulated account that needs no credentials: start, reset, show.")
final class SandboxCommand implements Command {

    @Mixin
    private final SharedOptions shared = new SharedOptions();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public SharedOptions shared() {
        return shared;
    }

    @Override
    public Integer call() {
        throw new CommandLine.ParameterException(spec.commandLine(), "start, reset or show is missing.");
    }
}
