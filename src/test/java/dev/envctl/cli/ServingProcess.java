package dev.envctl.cli;

import dev.envctl.value.Ordered;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

/// `envctl` with a runner that has nothing to do, for a process of its own. With `DRAIN=forever` what is running never
/// ends.
final class ServingProcess {

    private ServingProcess() {}

    public static void main(String[] arguments) {
        Shell shell = new Shell(
                System.in,
                System.out,
                System.err,
                Ordered.copyOf(System.getenv()),
                Path.of(""),
                Terminal.NONE,
                new ProcessSignals(),
                Clock.systemUTC());
        boolean forever = shell.variable("DRAIN").equals(Optional.of("forever"));
        FakeService service = new FakeService(forever ? ServingProcess::never : _ -> {});
        System.exit(new Program(shell, Wiring::new, service).run(List.of(arguments)));
    }

    private static void never(Duration grace) {
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException("waiting for ever", interrupted);
        }
    }
}
