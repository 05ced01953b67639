package dev.envctl.cli;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.Optional;

/// The end of the process. The JVM waits up to 0.3 s for threads inside a system call before it ends, and the daemon
/// that polls sockets for virtual threads always is in one; so after a command that talked to a network the C library
/// is asked instead. Nothing is lost by it: streams are flushed, files closed, and no shutdown hook is used.
final class ProcessExit {

    private ProcessExit() {}

    static void with(int status) {
        System.out.flush();
        System.err.flush();
        if (somebodyPolls()) {
            immediateExit().ifPresent(exit -> call(exit, status));
        }
        System.exit(status);
    }

    private static boolean somebodyPolls() {
        return Thread.getAllStackTraces().values().stream()
                .anyMatch(trace -> trace.length > 0
                        && trace[0].isNativeMethod()
                        && trace[0].getClassName().startsWith("sun.nio.ch."));
    }

    /// Empty where native calls are not allowed (the launcher does), and where the C library has no such function.
    @SuppressWarnings("restricted") // the signature below is that of the C standard
    static Optional<MethodHandle> immediateExit() {
        if (!ProcessExit.class.getModule().isNativeAccessEnabled()) {
            return Optional.empty();
        }
        Linker linker = Linker.nativeLinker();
        return linker.defaultLookup()
                .find("_exit")
                .map(address -> linker.downcallHandle(address, FunctionDescriptor.ofVoid(ValueLayout.JAVA_INT)));
    }

    private static void call(MethodHandle exit, int status) {
        try {
            exit.invokeExact(status);
        } catch (Throwable impossible) {
            throw new IllegalStateException("ending the process; this is a bug in envctl", impossible);
        }
    }
}
