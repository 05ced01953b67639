package dev.envctl.cli;

/// Ctrl-C as a command hears it: once to stop gently, twice to stop now. Until a command listens, the first one ends
/// the process.
@FunctionalInterface
interface Interrupts {

    /// `first` is run at the first signal, `second` right before the process ends at the second one.
    Listening listen(Runnable first, Runnable second);

    /// `hungUp` is run at each SIGHUP, where there is one.
    default Listening listenHangUp(Runnable hungUp) {
        return () -> {};
    }

    /// From here on the signal ends the process again.
    interface Listening extends AutoCloseable {
        @Override
        void close();
    }

    Interrupts NONE = (_, _) -> () -> {};
}
