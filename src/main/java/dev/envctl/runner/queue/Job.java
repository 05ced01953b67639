package dev.envctl.runner.queue;

/// Work that [Jobs] can be asked for. `name` is for ever, because what waits in the database is known by it.
public record Job(String name, Handler handler) {

    /// Whatever it throws is logged, and it is tried again after a second, two, four … at most ten minutes, until
    /// it returns. It may be called again for what it had done already, if the process died before that was noted.
    @FunctionalInterface
    public interface Handler {
        void run(String instance);
    }
}
