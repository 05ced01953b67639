package dev.envctl.cli;

import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `envctl` without a subcommand: the help.
@CommandLine.Command(
        name = "envctl",
        description = "Keeps Amazon EMR on EKS and EMR Studio environments as they are written in git.",
        synopsisSubcommandLabel = "COMMAND",
        footer = {"", "DIR is an environment, or a directory of environments."})
final class EnvctlCommand implements Runnable {

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.")
    @SuppressWarnings("UnusedVariable") // picocli reads it
    private boolean help;

    @Option(names = "--version", description = "Show the version.")
    private boolean version;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        if (version) {
            spec.commandLine().getOut().println("envctl " + Version.text());
            return;
        }
        throw new CommandLine.ParameterException(spec.commandLine(), "A command is missing.");
    }
}
