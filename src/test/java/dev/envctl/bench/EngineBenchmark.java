package dev.envctl.bench;

import dev.envctl.engine.Engine;
import dev.envctl.plan.Plan;
import dev.envctl.spec.Environment;
import dev.envctl.testing.Environments;
import dev.envctl.testing.InMemoryCloud;
import dev.envctl.testing.TestEngine;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/// The engine alone: plans of resources with three references each, no I/O. Single shots, because a plan is made once
/// per process: the time includes a cold JIT.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(3)
@Warmup(iterations = 0)
@Measurement(iterations = 1)
public class EngineBenchmark {

    @Param({"1000", "5000", "10000"})
    private int resources;

    private Environment environment = Environments.of("");
    private TestEngine empty = new TestEngine(new InMemoryCloud());

    @Setup
    public void setUp() {
        environment = Environments.of(lines(resources));
        empty = new TestEngine(new InMemoryCloud());
    }

    @Benchmark
    public Plan planEverythingNew() {
        return empty.engine().plan(environment, Engine.PlanOptions.DEFAULT);
    }

    static String lines(int count) {
        Random random = new Random(1);
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < count; i++) {
            lines.append("Thing/t").append(i);
            if (i >= 3) {
                lines.append(" parent=${Thing/t%d.id} links=${Thing/t%d.arn},${Thing/t%d.id}"
                        .formatted(random.nextInt(i), random.nextInt(i), random.nextInt(i)));
            }
            lines.append('\n');
        }
        return lines.toString();
    }

    /// Both plans, once each, without the harness: `java … EngineBenchmark 10000`.
    public static void main(String[] arguments) {
        int count = Integer.parseInt(arguments[0]);
        Environment environment = Environments.of(lines(count));
        TestEngine engine = new TestEngine(new InMemoryCloud());
        long begun = System.nanoTime();
        Plan plan = engine.engine().plan(environment, Engine.PlanOptions.DEFAULT);
        System.out.printf("new: %d changes in %d ms%n", plan.changes().size(), (System.nanoTime() - begun) / 1_000_000);
    }
}
