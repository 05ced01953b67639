package dev.envctl.cli;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Parameters;

/// The environments that a command works on.
final class DirectoriesArgument {

    @Parameters(
            arity = "1..*",
            paramLabel = "DIR",
            description = "An environment's directory, or one with environments below it.")
    List<String> directories = new ArrayList<>();
}
