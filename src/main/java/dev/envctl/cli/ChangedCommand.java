package dev.envctl.cli;

import dev.envctl.git.ChangedFiles;
import dev.envctl.report.Json;
import dev.envctl.value.Value;
import java.io.IOException;
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
        description = "List the environments that a git range touches, their modules included; one path a line.")
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
                    .filter(environment -> workspace.sources(environment).stream()
                            .anyMatch(source -> files.stream().anyMatch(file -> file.startsWith(real(source)))))
                    .map(Path::toString)
                    .toList();
            invocation.console().result(shared.isForPrograms() ? Json.pretty(Value.texts(touched)) : lines(touched));
            return ExitCode.OK.number();
        }
    }

    /// Git's work tree is given by its real path, which need not be the one that was typed.
    private static Path real(Path source) {
        try {
            return source.toRealPath();
        } catch (IOException gone) {
            return source;
        }
    }

    private static String lines(List<String> touched) {
        return touched.isEmpty() ? "" : String.join("\n", touched) + "\n";
    }
}
