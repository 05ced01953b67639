package dev.envctl.cli;

import dev.envctl.sandbox.Sandbox;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// A new account.
@CommandLine.Command(name = "reset", description = "Forget everything in the sandbox; the next command finds it new.")
final class SandboxResetCommand implements Command {

    @Mixin
    private final SharedOptions shared = new SharedOptions();

    @Option(
            names = "--empty",
            description =
                    "Leave an account in which nobody has made anything: no role, no network, no cluster. It has the"
                            + " people and groups of Identity Center, and stays so until the next reset.")
    private boolean empty;

    private final Program program;

    SandboxResetCommand(Program program) {
        this.program = program;
    }

    @Override
    public SharedOptions shared() {
        return shared;
    }

    @Override
    public Integer call() {
        Invocation invocation = program.begin(shared);
        SandboxHome home = SandboxHome.of(invocation.shell().directory());
        home.forget();
        if (empty) {
            try (Sandbox _ = home.open(0, SandboxHome.Contents.NOTHING)) {
                invocation
                        .console()
                        .result("The sandbox is empty, but for the people and groups of Identity Center.\n");
            }
        } else {
            invocation.console().result("The sandbox is new.\n");
        }
        return ExitCode.OK.number();
    }
}
