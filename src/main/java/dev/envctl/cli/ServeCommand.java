package dev.envctl.cli;

import dev.envctl.problem.Problem;
import dev.envctl.problem.ProblemException;
import dev.envctl.runner.settings.SettingsReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Runs the runner until it is told to stop.
@CommandLine.Command(
        name = "serve",
        description = "Run as a service: plan pull requests, apply what was approved, look for drift.")
final class ServeCommand implements Command {

    @Mixin
    private final SharedOptions shared = new SharedOptions();

    @Option(names = "--config", paramLabel = "FILE", description = "The settings (runner.yaml).")
    private Path config = Path.of("runner.yaml");

    @Option(
            names = "--check-config",
            description = "Check the settings and the secrets, say what would be done, and end.")
    private boolean checkConfig;

    @Option(
            names = "--log-format",
            paramLabel = "FORMAT",
            description = "How to log to stderr: json, or text as it is on a terminal.")
    private Optional<ServiceLog.Format> logFormat = Optional.empty();

    private final Program program;

    ServeCommand(Program program) {
        this.program = program;
    }

    @Override
    public SharedOptions shared() {
        return shared;
    }

    @Override
    public Integer call() {
        Invocation invocation = program.begin(shared);
        Shell shell = invocation.shell();
        var reader = new SettingsReader(shell.directory(), Holder.of(shell).host());
        SettingsReader.Reading read = reader.read(config);
        Redaction redaction = new Redaction();
        ServiceSecrets secrets = new ServiceSecrets(shell, redaction);
        List<Problem> unreadable = secrets.problems(read.settings());
        if (checkConfig) {
            return tell(invocation, read, unreadable).number();
        }
        if (!unreadable.isEmpty()) {
            throw new ProblemException(unreadable);
        }
        ServiceLog.Format format =
                logFormat.orElse(shell.terminal().err() ? ServiceLog.Format.TEXT : ServiceLog.Format.JSON);
        try (ServiceLog _ = ServiceLog.open(format, shell.err(), redaction)) {
            ServeNotes notes = new ServeNotes(invocation.console(), format, redaction);
            return new Serving(shell, notes, reader, config, secrets, program.runner())
                    .serve(read)
                    .number();
        }
    }

    private ExitCode tell(Invocation invocation, SettingsReader.Reading read, List<Problem> unreadable) {
        invocation.console().result(SettingsText.render(read.settings(), unreadable.size()));
        List<Problem> problems = new ArrayList<>(read.warnings());
        problems.addAll(unreadable);
        if (!problems.isEmpty()) {
            invocation.console().problems(problems);
        }
        return ExitCode.of(problems);
    }
}
