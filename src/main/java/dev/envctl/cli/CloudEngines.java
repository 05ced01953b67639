package dev.envctl.cli;

import dev.envctl.aws.CallListener;
import dev.envctl.aws.SecretReader;
import dev.envctl.engine.Engine;
import dev.envctl.plan.Step;
import dev.envctl.runner.work.Engines;
import dev.envctl.sandbox.Sandbox;
import dev.envctl.schema.Schemas;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Consumer;

/// Engines for a service: kinds and schemas are made once, worlds for each run. The sandbox and leases of environments
/// that name no lock are kept in the data directory.
public final class CloudEngines implements Engines {

    private final Shell shell;
    private final Wiring wiring;
    private final SandboxKeeper keeper;
    private final CallListener calls;

    public CloudEngines(Shell shell, Path dataDirectory) {
        this(shell, dataDirectory, _ -> {});
    }

    public CloudEngines(Shell shell, Path dataDirectory, Consumer<Sandbox> opened) {
        this(shell, dataDirectory, opened, CallListener.NONE);
    }

    /// `opened` is told of the sandbox before anybody uses it, `calls` of every call.
    public CloudEngines(Shell shell, Path dataDirectory, Consumer<Sandbox> opened, CallListener calls) {
        this.shell = shell;
        this.calls = calls;
        this.keeper = new SandboxKeeper(SandboxHome.at(dataDirectory.resolve("sandbox")), opened);
        this.wiring = new Wiring(shell, new CloudWorlds(shell, keeper));
    }

    @Override
    public Schemas schemas() {
        return wiring.schemas();
    }

    @Override
    public Engine engine(Surroundings surroundings) {
        CloudWorlds worlds = new CloudWorlds(shell, keeper, surroundings, calls);
        SecretResolver secrets = new SecretResolver(
                shell, () -> new SecretReader(worlds.latest().aws().clients()));
        return wiring.engine(worlds, reference -> {
            surroundings.secrets().accept(reference);
            return secrets.resolve(reference);
        });
    }

    @Override
    public Duration typical(Step step) {
        return wiring.typical(step);
    }

    @Override
    public String process() {
        return Holder.of(shell).process();
    }

    @Override
    public void close() {
        wiring.close();
    }
}
