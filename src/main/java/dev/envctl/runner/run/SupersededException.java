package dev.envctl.runner.run;

/// The run was taken over by another replica, which took this one for dead. What this one still finds out counts no
/// more.
public final class SupersededException extends RuntimeException {

    public SupersededException(long run) {
        super("run " + run + " was taken over by another replica");
    }
}
