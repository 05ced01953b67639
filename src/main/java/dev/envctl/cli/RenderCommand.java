package dev.envctl.cli;

import dev.envctl.spec.Environment;
import dev.envctl.spec.Rendering;
import dev.envctl.spec.YamlTexts;
import dev.envctl.value.Value;
import java.util.Arrays;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// The environment as the engine sees it.
@CommandLine.Command(
        name = "render",
        description = "Write the documents as they are after modules, loops, inputs and defaults.")
final class RenderCommand implements Command {

    @Mixin
    private final DirectoriesArgument argument = new DirectoriesArgument();

    @Mixin
    private final SharedOptions shared = new SharedOptions();

    @Option(names = "--explain", description = "Say where each value was written.")
    private boolean explain;

    private final Program program;

    RenderCommand(Program program) {
        this.program = program;
    }

    @Override
    public SharedOptions shared() {
        return shared;
    }

    @Override
    public Integer call() {
        Invocation invocation = program.begin(shared);
        try (Workspace _ = invocation.workspace()) {
            List<Attempt<Environment>> attempts = invocation.each(argument.directories, environment -> environment);
            return new Output(invocation)
                    .show(
                            attempts,
                            environment -> Rendering.yaml(environment, explain),
                            environment -> "```yaml\n" + Rendering.yaml(environment, explain) + "```\n",
                            RenderCommand::json)
                    .number();
        }
    }

    private static Value.MapValue json(Environment environment) {
        List<Value> documents = Arrays.stream(Rendering.yaml(environment, false).split("(?m)^---\n"))
                .map(YamlTexts::parse)
                .toList();
        return Value.map(
                "environment", Value.of(environment.settings().name()), "documents", new Value.ListValue(documents));
    }
}
