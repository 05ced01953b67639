package dev.envctl.cli;

import dev.envctl.git.ChangedFiles;
import dev.envctl.report.Json;
import dev.envctl.spec.EnvironmentSources;
import dev.envctl.value.Value;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// What a pull request has to plan.
@CommandLine.Command(
        name = "changed",
        description =
                "List the environments that a git range touches, their modules and charts included; one path a line.")
final class ChangedCommand implements Command {

    @Parameters(
            arity = "0..*",
            paramLabel = "DIR",
            description = "Where to look for environments (the working directory).")
    private List<String> directories = new ArrayList<>();

    @Mixin
    private final SharedOptions shared = new SharedOptions();

    @Option(
            names = "--base",
            paramLabel = "REF",
            required = true,
            description = "What the change is compared with, such as origin/main.")
    private String base = "";

    private final Program program;

    ChangedCommand(Program program) {
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
            Path here = invocation.shell().directory();
            List<Path> files = ChangedFiles.since(base, here);
            List<String> touched = invocation.directories(directories.isEmpty() ? List.of(".") : directories).stream()
                    .filter(environment -> isTouched(workspace.sources(environment), files))
                    .map(Path::toString)
                    .toList();
            invocation.console().result(shared.isForPrograms() ? Json.pretty(Value.texts(touched)) : lines(touched));
            return ExitCode.OK.number();
        }
    }

    private static boolean isTouched(EnvironmentSources sources, List<Path> files) {
        return files.stream().anyMatch(sources::isTouchedBy);
    }

    private static String lines(List<String> touched) {
        return touched.isEmpty() ? "" : String.join("\n", touched) + "\n";
    }
}
