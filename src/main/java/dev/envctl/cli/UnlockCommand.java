package dev.envctl.cli;

import dev.envctl.lease.LeaseRecord;
import dev.envctl.problem.Code;
import dev.envctl.problem.Problem;
import dev.envctl.problem.ProblemException;
import dev.envctl.spec.Environment;
import java.nio.file.Path;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// The way out when whoever holds a lease is gone for good. Typing the holder's name is meant to make one look.
@CommandLine.Command(
        name = "unlock",
        description = "End a lease that its holder cannot end. Asks for the holder's name.")
final class UnlockCommand implements Command {

    @Parameters(paramLabel = "DIR", description = "The environment's directory.")
    private String directory = "";

    @Mixin
    private final SharedOptions shared = new SharedOptions();

    @Option(names = "--holder", paramLabel = "NAME", description = "The holder's name, instead of being asked for it.")
    private Optional<String> holder = Optional.empty();

    private final Program program;

    UnlockCommand(Program program) {
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
            Environment environment = invocation.load(only(invocation));
            LeaseRecord lease = workspace
                    .engine()
                    .lease(environment.settings())
                    .orElseThrow(() -> new ProblemException(Problem.of(
                            Code.LEASE_NOT_HELD,
                            "Nobody holds the lease of %s."
                                    .formatted(environment.settings().name()))));
            String name = holder.orElseGet(() -> ask(invocation.console(), lease));
            workspace.engine().unlock(environment.settings(), name);
            invocation
                    .console()
                    .result("The lease of %s is free.\n"
                            .formatted(environment.settings().name()));
            return ExitCode.OK.number();
        }
    }

    private Path only(Invocation invocation) {
        List<Path> directories = invocation.directories(List.of(directory));
        if (directories.size() > 1) {
            throw ApplyingOptions.invalid(
                    "There are %d environments in %s: name one.".formatted(directories.size(), directory));
        }
        return directories.getFirst();
    }

    private static String ask(Console console, LeaseRecord lease) {
        String question = """

            %s holds the lease since %s for: %s
              If it is still at work, two would write at once.
              Only the holder's name will be accepted.
            """.formatted(lease.holder(), lease.since().truncatedTo(ChronoUnit.SECONDS), lease.purpose());
        return console.ask(question + "\n  Enter a value: ", "Give the holder's name with --holder.");
    }
}
