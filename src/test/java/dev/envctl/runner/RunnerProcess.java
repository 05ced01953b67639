package dev.envctl.runner;

import dev.envctl.runner.settings.RunnerSettings.ApplyOn;
import dev.envctl.runner.settings.RunnerSettings.ForgeSettings;
import dev.envctl.runner.settings.RunnerSettings.ForgeType;
import dev.envctl.runner.settings.SecretReference;
import dev.envctl.testing.RunnerSetup;
import dev.envctl.testing.forge.FakeForge;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;

/// The whole runner as a process of its own. It writes its address into a file once it answers, and drains when its
/// input ends, which it also does when the test dies.
public final class RunnerProcess {

    static final String ADDRESS = "address";

    private RunnerProcess() {}

    /// `replica directory database forge repository clone-url`.
    public static void main(String[] arguments) throws IOException {
        Path directory = Path.of(arguments[1]);
        Path data = directory.resolve("data");
        ForgeSettings forge = new ForgeSettings(
                "github",
                ForgeType.GITHUB,
                URI.create(arguments[3]),
                FakeForge.WEBHOOK_SECRET_AT,
                Optional.of(FakeForge.TOKEN_AT),
                Optional.empty());
        RunnerSetup setup = new RunnerSetup(forge, arguments[4], URI.create(arguments[5]));
        try (Runner runner = Runner.start(
                setup.settings(arguments[0], data, Optional.of(arguments[2]), ApplyOn.MERGE),
                RunnerSetup.surroundings(data, RunnerProcess::secret, _ -> {}))) {
            write(directory, runner.address());
            System.in.transferTo(OutputStream.nullOutputStream());
        }
    }

    private static String secret(SecretReference reference) {
        return reference.equals(FakeForge.TOKEN_AT) ? FakeForge.TOKEN : FakeForge.WEBHOOK_SECRET;
    }

    private static void write(Path directory, URI address) throws IOException {
        Path whole = Files.writeString(directory.resolve("address.new"), address.toString());
        Files.move(whole, directory.resolve(ADDRESS), StandardCopyOption.ATOMIC_MOVE);
    }
}
