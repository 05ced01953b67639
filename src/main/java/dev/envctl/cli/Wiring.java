package dev.envctl.cli;

import dev.envctl.apply.Secrets;
import dev.envctl.aws.AwsSettings;
import dev.envctl.aws.SecretReader;
import dev.envctl.engine.Engine;
import dev.envctl.engine.Worlds;
import dev.envctl.expression.Evaluator;
import dev.envctl.git.Checkouts;
import dev.envctl.kubernetes.KubernetesSettings;
import dev.envctl.plan.Step;
import dev.envctl.provider.Kinds;
import dev.envctl.provider.Traits;
import dev.envctl.schema.SchemaLoader;
import dev.envctl.schema.Schemas;
import dev.envctl.spec.Environment;
import dev.envctl.spec.EnvironmentLoader;
import dev.envctl.spec.EnvironmentSources;
import dev.envctl.spec.LoadOptions;
import dev.envctl.spec.YamlTexts;
import dev.envctl.value.Ordered;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/// The one place where concrete things meet: one method per subsystem. Each is made once, when something first asks for
/// it.
final class Wiring implements Workspace {

    private final Shell shell;
    private final CloudWorlds worlds;
    private final Supplier<Kinds> kinds = new Once<>(this::makeKinds);
    private final Supplier<Schemas> schemas = new Once<>(this::makeSchemas);
    private final Supplier<EnvironmentLoader> loader = new Once<>(this::makeLoader);
    private final Supplier<Engine> engine = new Once<>(this::makeEngine);

    Wiring(Shell shell, SharedOptions options) {
        this(shell, new CloudWorlds(shell));
    }

    Wiring(Shell shell, CloudWorlds worlds) {
        this.shell = shell;
        this.worlds = worlds;
    }

    @Override
    public Environment load(Path directory, Map<String, String> inputs) {
        return loader.get().load(new LoadOptions(directory, shell.directory(), Ordered.copyOf(inputs)));
    }

    @Override
    public EnvironmentSources sources(Path directory) {
        return loader.get().sources(LoadOptions.of(directory, shell.directory()));
    }

    @Override
    public Engine engine() {
        return engine.get();
    }

    @Override
    public void prepare() {
        Thread.ofPlatform().daemon().name("prepare").start(() -> nowhere().aws().makeReady());
    }

    @Override
    public Schemas schemas() {
        return schemas.get();
    }

    @Override
    public Duration typical(Step step) {
        Traits.Typical typical =
                kinds.get().get(step.id().address().kind()).traits().typical();
        return switch (step.id().verb()) {
            case CREATE, UPDATE, CLAIM, AWAIT -> typical.create();
            case DELETE, RELEASE -> typical.delete();
        };
    }

    @Override
    public void close() {
        worlds.close();
    }

    /// The kinds know their traits without a world behind them; no client is made before a call.
    private Kinds makeKinds() {
        return Kinds.of(nowhere().providers());
    }

    /// A world at whose address nobody listens.
    private CloudWorld nowhere() {
        return new CloudWorld(
                AwsSettings.local(
                        "us-east-1",
                        URI.create("http://127.0.0.1:0"),
                        Version.text(),
                        new AwsSettings.Time(shell.clock(), Thread::sleep)),
                KubernetesSettings.in(shell.directory()));
    }

    private Schemas makeSchemas() {
        return SchemaLoader.shipped().load(List.copyOf(kinds.get().byName().sequencedKeySet()));
    }

    private EnvironmentLoader makeLoader() {
        Path cache = Path.of(shell.variable("XDG_CACHE_HOME")
                .or(() -> shell.variable("HOME").map(home -> home + "/.cache"))
                .orElse(shell.directory().resolve(".envctl").toString()));
        var checkouts = new Checkouts(cache.resolve("envctl/modules"));
        return new EnvironmentLoader(schemas(), checkouts::fetch);
    }

    private Engine makeEngine() {
        var secrets = new SecretResolver(
                shell, () -> new SecretReader(worlds.latest().aws().clients()));
        return engine(worlds, secrets::resolve);
    }

    /// With the same kinds, on other worlds.
    Engine engine(Worlds others, UnaryOperator<String> secrets) {
        var evaluator = new Evaluator(YamlTexts::parse);
        return new Engine(new Engine.Setup(
                kinds.get(),
                schemas(),
                evaluator::evaluate,
                new Secrets(secrets),
                others,
                shell.clock(),
                Thread::sleep));
    }
}
