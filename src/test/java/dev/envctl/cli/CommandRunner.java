package dev.envctl.cli;

import dev.envctl.engine.Engine;
import dev.envctl.plan.Step;
import dev.envctl.schema.Schemas;
import dev.envctl.spec.Environment;
import dev.envctl.spec.EnvironmentSettings;
import dev.envctl.spec.EnvironmentSources;
import dev.envctl.testing.Environments;
import dev.envctl.testing.InMemoryCloud;
import dev.envctl.testing.TestEngine;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Runs commands on an [InMemoryCloud]. An environment is a directory whose `resources.txt` reads like [Environments].
final class CommandRunner {

    record Outcome(int exit, String out, String err) {}

    /// Presses Ctrl-C when told to.
    static final class FakeInterrupts implements Interrupts {
        private Runnable first = () -> {};
        private Runnable second = () -> {};

        @Override
        public Listening listen(Runnable atFirst, Runnable atSecond) {
            first = atFirst;
            second = atSecond;
            return () -> {
                first = () -> {};
                second = () -> {};
            };
        }

        void once() {
            first.run();
        }

        void twice() {
            second.run();
        }
    }

    private final Path directory;
    private final InMemoryCloud cloud = new InMemoryCloud();
    private final TestEngine engine = new TestEngine(cloud);
    private final FakeInterrupts interrupts = new FakeInterrupts();
    private final Map<String, String> variables = new LinkedHashMap<>();
    private EnvironmentSettings.DeleteProtection deletes = EnvironmentSettings.DeleteProtection.ALLOW;
    private Terminal terminal = Terminal.NONE;
    private String answers = "";

    CommandRunner(Path directory) {
        this.directory = directory;
    }

    InMemoryCloud cloud() {
        return cloud;
    }

    FakeInterrupts interrupts() {
        return interrupts;
    }

    TestEngine engine() {
        return engine;
    }

    /// Called as its directory is.
    CommandRunner environment(String name, String resources) {
        try {
            Path folder = Files.createDirectories(directory.resolve(name));
            Files.writeString(folder.resolve("environment.yaml"), "apiVersion: envctl.dev/v1\nkind: Environment\n");
            Files.writeString(folder.resolve("resources.txt"), resources);
        } catch (IOException exception) {
            throw new UncheckedIOException(exception);
        }
        return this;
    }

    CommandRunner protectingDeletes() {
        deletes = EnvironmentSettings.DeleteProtection.CONFIRM;
        return this;
    }

    CommandRunner variable(String name, String value) {
        variables.put(name, value);
        return this;
    }

    CommandRunner terminal(Terminal other) {
        terminal = other;
        return this;
    }

    CommandRunner answering(String lines) {
        answers = lines;
        terminal = new Terminal(true, false, false, 78);
        return this;
    }

    Outcome run(String... arguments) {
        var out = new ByteArrayOutputStream();
        var err = new ByteArrayOutputStream();
        Shell shell = Shell.of(
                        new ByteArrayInputStream(answers.getBytes(StandardCharsets.UTF_8)),
                        new PrintStream(out, true, StandardCharsets.UTF_8),
                        new PrintStream(err, true, StandardCharsets.UTF_8),
                        variables,
                        directory)
                .on(terminal, interrupts);
        int exit = new Program(shell, (here, _) -> new CloudWorkspace(here.directory())).run(List.of(arguments));
        return new Outcome(exit, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    private final class CloudWorkspace implements Workspace {

        private final Path workingDirectory;

        CloudWorkspace(Path workingDirectory) {
            this.workingDirectory = workingDirectory;
        }

        @Override
        public Environment load(Path environment, Map<String, String> inputs) {
            try {
                String lines =
                        Files.readString(workingDirectory.resolve(environment).resolve("resources.txt"));
                return Environments.of(settings(environment), lines);
            } catch (IOException exception) {
                throw new UncheckedIOException(exception);
            }
        }

        @Override
        public EnvironmentSources sources(Path environment) {
            return new EnvironmentSources(List.of(workingDirectory.resolve(environment)));
        }

        private EnvironmentSettings settings(Path environment) {
            EnvironmentSettings usual = Environments.settings(deletes);
            return new EnvironmentSettings(
                    environment.getFileName().toString(),
                    environment.toString(),
                    usual.target(),
                    usual.accountId(),
                    usual.region(),
                    usual.assumeRole(),
                    usual.tags(),
                    usual.ignoredTags(),
                    usual.deletes(),
                    usual.lock(),
                    usual.inputs(),
                    usual.places());
        }

        @Override
        public Engine engine() {
            return engine.engine();
        }

        @Override
        public void prepare() {}

        @Override
        public Schemas schemas() {
            return InMemoryCloud.schemas();
        }

        @Override
        public Duration typical(Step step) {
            return Duration.ofSeconds(2);
        }

        @Override
        public void close() {}
    }
}
