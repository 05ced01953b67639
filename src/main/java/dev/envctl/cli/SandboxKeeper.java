package dev.envctl.cli;

import dev.envctl.sandbox.Sandbox;
import java.util.Optional;
import java.util.function.Consumer;

/// The sandbox of a process: opened when an environment first asks for it, and then the same one for everybody.
final class SandboxKeeper implements AutoCloseable {

    private final SandboxHome home;
    private final Consumer<Sandbox> opened;
    private Optional<Sandbox> sandbox = Optional.empty();

    /// `opened` is told of the sandbox before anybody uses it.
    SandboxKeeper(SandboxHome home, Consumer<Sandbox> opened) {
        this.home = home;
        this.opened = opened;
    }

    SandboxHome home() {
        return home;
    }

    synchronized Sandbox sandbox() {
        if (sandbox.isEmpty()) {
            sandbox = Optional.of(home.open(0));
            opened.accept(sandbox.get());
        }
        return sandbox.get();
    }

    @Override
    public synchronized void close() {
        sandbox.ifPresent(Sandbox::close);
        sandbox = Optional.empty();
    }
}
