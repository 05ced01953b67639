package dev.envctl;

import static org.assertj.core.api.Assertions.assertThat;

import dev.envctl.spec.Environment;
import dev.envctl.testing.CrashSweep;
import dev.envctl.testing.Examples;
import dev.envctl.testing.SandboxCloud;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.function.ToIntFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Kills envctl while the built-in architectures rise from an empty account and while they go. They make a thousand
/// calls, so a run of all tests takes samples; `-Dsweep.every=1` dies at every single call.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Execution(ExecutionMode.CONCURRENT)
class ArchitecturesCrashSweepTest {

    private static final int EVERY = Integer.getInteger("sweep.every", 67);

    @TempDir
    static Path directory;

    private final SequencedMap<String, CrashSweep> sweeps = new LinkedHashMap<>();

    @BeforeAll
    void runUndisturbed() {
        for (String example : List.of("emr-studio-on-eks", "emr-on-eks-platform")) {
            Environment environment = Examples.inSandbox(
                    Path.of("examples", example), directory, Map.of("onDelete: retain", "onDelete: delete"));
            sweeps.put(example, new CrashSweep(environment, SandboxCloud::empty));
        }
    }

    @Test
    void thereIsSomethingToSweep() {
        assertThat(sweeps.values()).allSatisfy(sweep -> {
            assertThat(sweep.applyCalls()).isGreaterThan(200);
            assertThat(sweep.destroyCalls()).isGreaterThan(200);
        });
    }

    Stream<Arguments> applies() {
        return samples(CrashSweep::applyCalls);
    }

    Stream<Arguments> destroys() {
        return samples(CrashSweep::destroyCalls);
    }

    private Stream<Arguments> samples(ToIntFunction<CrashSweep> calls) {
        return sweeps.entrySet().stream()
                .flatMap(entry -> samples(entry.getKey(), entry.getValue(), calls.applyAsInt(entry.getValue())));
    }

    /// Every nth call, and at each of them before and after by turns when only samples are taken.
    private static Stream<Arguments> samples(String name, CrashSweep sweep, int calls) {
        return Stream.iterate(1, number -> number <= calls, number -> number + EVERY)
                .flatMap(number -> EVERY == 1
                        ? Stream.of(Arguments.of(name, sweep, number, false), Arguments.of(name, sweep, number, true))
                        : Stream.of(Arguments.of(name, sweep, number, number % 2 == 0)));
    }

    @ParameterizedTest(name = "{0}, call {2}, after: {3}")
    @MethodSource("applies")
    void appliesOnAfterADeath(String name, CrashSweep sweep, int number, boolean after) {
        sweep.applyOn(number, after);
    }

    @ParameterizedTest(name = "{0}, call {2}, after: {3}")
    @MethodSource("destroys")
    void destroysOnAfterADeath(String name, CrashSweep sweep, int number, boolean after) {
        sweep.destroyOn(number, after);
    }
}
