package dev.envctl;

import static org.assertj.core.api.Assertions.assertThat;

import dev.envctl.testing.CrashSweep;
import dev.envctl.testing.SandboxCloud;
import dev.envctl.testing.SandboxContents;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Kills envctl before and after every single call while `environments/sandbox` is applied and while it is destroyed.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Execution(ExecutionMode.CONCURRENT)
class CrashSweepTest {

    private final CrashSweep sweep =
            new CrashSweep(SandboxCloud.load(Path.of("environments/sandbox"), Map.of()), SandboxCloud::new);

    @Test
    void thereIsSomethingToSweep() {
        assertThat(sweep.applyCalls()).isGreaterThan(100);
        assertThat(sweep.destroyCalls()).isGreaterThan(100);
    }

    @Test
    void destroysWhatItMadeAndNothingElse() {
        try (SandboxCloud cloud = new SandboxCloud()) {
            // a cluster's own objects appear when somebody first looks into it
            assertThat(cloud.plan(SandboxCloud.load(Path.of("environments/sandbox"), Map.of()))
                            .isEmpty())
                    .isFalse();
            List<String> untouched = SandboxContents.of(cloud.sandbox());

            assertThat(sweep.destroyed()).isEqualTo(untouched);
        }
    }

    IntStream applyCalls() {
        return IntStream.rangeClosed(1, sweep.applyCalls());
    }

    IntStream destroyCalls() {
        return IntStream.rangeClosed(1, sweep.destroyCalls());
    }

    @ParameterizedTest
    @MethodSource("applyCalls")
    void appliesOnAfterADeathBeforeACall(int number) {
        sweep.applyOn(number, false);
    }

    @ParameterizedTest
    @MethodSource("applyCalls")
    void appliesOnAfterADeathAfterACall(int number) {
        sweep.applyOn(number, true);
    }

    @ParameterizedTest
    @MethodSource("destroyCalls")
    void destroysOnAfterADeathBeforeACall(int number) {
        sweep.destroyOn(number, false);
    }

    @ParameterizedTest
    @MethodSource("destroyCalls")
    void destroysOnAfterADeathAfterACall(int number) {
        sweep.destroyOn(number, true);
    }
}
