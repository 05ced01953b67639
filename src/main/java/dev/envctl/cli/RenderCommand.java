package dev.envctl.cli;

import dev.envctl.expression.Template;
import dev.envctl.problem.Source;
import dev.envctl.report.Json;
import dev.envctl.spec.Environment;
import dev.envctl.spec.Resource;
import dev.envctl.value.Address;
import dev.envctl.value.FieldPath;
import dev.envctl.value.Value;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
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
                            this::yaml,
                            environment -> "```yaml\n" + yaml(environment) + "```\n",
                            RenderCommand::json)
                    .number();
        }
    }

    private String yaml(Environment environment) {
        return environment.resources().stream().map(this::yaml).collect(Collectors.joining("---\n"));
    }

    private String yaml(Resource resource) {
        Function<FieldPath, String> remark = explain ? path -> origin(resource, path) : _ -> "";
        return "# " + resource.address() + "\n" + new RenderedYaml(remark).render(document(resource));
    }

    /// A field that nobody wrote has its schema's default, or comes from the environment's tags.
    private static String origin(Resource resource, FieldPath path) {
        if (path.segments().size() < 2 || !path.startsWith(body(resource.mode()))) {
            return "";
        }
        for (FieldPath here = path.tail(); !here.isRoot(); here = parent(here)) {
            Optional<Source> place = Optional.ofNullable(resource.positions().get(here));
            if (place.isPresent()) {
                return place.get().location();
            }
        }
        return "default";
    }

    private static FieldPath parent(FieldPath path) {
        return new FieldPath(path.segments().subList(0, path.segments().size() - 1));
    }

    private static FieldPath body(Resource.Mode mode) {
        return FieldPath.of(mode == Resource.Mode.EXTERNAL ? "external" : "spec");
    }

    private static Value.MapValue json(Environment environment) {
        List<Value> documents = environment.resources().stream()
                .<Value>map(resource -> document(resource).with("address", Value.of(resource.address().toString())))
                .toList();
        return Value.map(
                "environment", Value.of(environment.settings().name()), "documents", new Value.ListValue(documents));
    }

    private static Value.MapValue document(Resource resource) {
        Address address = resource.address();
        Value body = resource.body();
        for (Map.Entry<FieldPath, Template> entry : resource.expressions().entrySet()) {
            body = body.with(entry.getKey(), Value.of(ExpressionText.of(entry.getValue())));
        }
        String name = address.name() + address.key().map(key -> ":" + key).orElse("");
        return Value.map(
                "apiVersion", Value.of("envctl.dev/v1"),
                "kind", Value.of(address.kind().text()),
                "metadata", Value.map("name", Value.of(name)),
                body(resource.mode()).toString(), body);
    }
}
