package dev.envctl.cli;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.concurrent.atomic.AtomicInteger;

/// The process's own signals. The JDK has no supported way to hear a second Ctrl-C (a shutdown hook is told of the
/// first one only), so this goes to `sun.misc.Signal`, by reflection because the compiler warns of it in no other way
/// that can be silenced. Where it is missing, the first signal ends the process as usual.
final class ProcessSignals implements Interrupts {

    @Override
    public Listening listen(Runnable first, Runnable second) {
        AtomicInteger received = new AtomicInteger();
        Runnable signalled = () -> {
            if (received.incrementAndGet() == 1) {
                first.run();
                return;
            }
            second.run();
            Runtime.getRuntime().halt(ExitCode.INTERRUPTED.number());
        };
        try {
            Signals signals = new Signals();
            Object handler = signals.handler(signalled);
            Object interrupt = signals.handle("INT", handler);
            Object terminate = signals.handle("TERM", handler);
            return () -> {
                signals.restore("INT", interrupt);
                signals.restore("TERM", terminate);
            };
        } catch (ReflectiveOperationException notInThisJdk) {
            return () -> {};
        }
    }

    @Override
    public Listening listenHangUp(Runnable hungUp) {
        try {
            Signals signals = new Signals();
            Object before = signals.handle("HUP", signals.handler(hungUp));
            return () -> signals.restore("HUP", before);
        } catch (ReflectiveOperationException notInThisJdk) {
            return () -> {};
        }
    }

    private static final class Signals {

        private final Class<?> signalType = Class.forName("sun.misc.Signal");
        private final Class<?> handlerType = Class.forName("sun.misc.SignalHandler");
        private final Method handle = signalType.getMethod("handle", signalType, handlerType);

        Signals() throws ReflectiveOperationException {}

        Object handler(Runnable work) {
            InvocationHandler calls = (self, method, arguments) -> switch (method.getName()) {
                case "equals" -> self == arguments[0];
                case "hashCode" -> System.identityHashCode(self);
                case "toString" -> "envctl";
                default -> {
                    work.run();
                    yield self;
                }
            };
            return Proxy.newProxyInstance(Signals.class.getClassLoader(), new Class<?>[] {handlerType}, calls);
        }

        /// The handler that was there before.
        Object handle(String name, Object handler) throws ReflectiveOperationException {
            return handle.invoke(null, signalType.getConstructor(String.class).newInstance(name), handler);
        }

        void restore(String name, Object handler) {
            try {
                handle(name, handler);
            } catch (ReflectiveOperationException impossible) {
                throw new IllegalStateException("giving " + name + " back; this is a bug in envctl", impossible);
            }
        }
    }
}
