package dev.envctl.cli;

import dev.envctl.runner.settings.RunnerSettings;
import dev.envctl.runner.settings.SecretValues;
import java.net.URI;
import java.time.Duration;

/// The runner as the command line sees it: something that was started and runs until it is told to stop.
interface Service extends AutoCloseable {

    /// Where it listens, with the port that it got.
    URI address();

    /// Goes by these settings from now on. What needs a restart is as it was.
    void reload(RunnerSettings settings);

    /// Takes up nothing new and returns when what is running has ended, or was stopped between two calls and given
    /// back because `grace` was over.
    void drain(Duration grace);

    /// Returns when it ended, which it does by itself only when it cannot go on.
    void awaitEnd() throws InterruptedException;

    /// Lets go of sockets, files and the database.
    @Override
    void close();

    @FunctionalInterface
    interface Starter {

        /// Returns when it answers requests. Throws [dev.envctl.problem.ProblemException] when it cannot.
        Service start(RunnerSettings settings, SecretValues secrets, Shell shell);
    }
}
