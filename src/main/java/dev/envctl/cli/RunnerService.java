package dev.envctl.cli;

import dev.envctl.runner.Runner;
import dev.envctl.runner.Surroundings;
import dev.envctl.runner.settings.RunnerSettings;
import dev.envctl.runner.settings.SecretValues;
import java.net.URI;
import java.time.Duration;

/// The runner with the engines of this process.
record RunnerService(Runner runner) implements Service {

    static Service start(RunnerSettings settings, SecretValues secrets, Shell shell) {
        return new RunnerService(Runner.start(
                settings,
                new Surroundings(
                        secrets,
                        calls -> new CloudEngines(shell, settings.dataDirectory(), _ -> {}, calls::called),
                        shell.clock())));
    }

    @Override
    public URI address() {
        return runner.address();
    }

    @Override
    public void reload(RunnerSettings settings) {
        runner.reload(settings);
    }

    @Override
    public void drain(Duration grace) {
        runner.drain(grace);
    }

    @Override
    public void awaitEnd() throws InterruptedException {
        runner.awaitEnd();
    }

    @Override
    public void close() {
        runner.close();
    }
}
