package dev.envctl.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.envctl.testing.TurnableClock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorldTest {

    private static final String TABLE = "things";

    /// A row with every sort of component that rows have.
    record Thing(
            String name,
            Instant made,
            Duration life,
            Optional<Instant> ended,
            Optional<String> note,
            List<Part> parts) {
        record Part(String name, Optional<Integer> size) {}
    }

    record Counter(int value) {}

    private final Path directory;

    private final TurnableClock clock = new TurnableClock();

    WorldTest(@TempDir Path directory) {
        this.directory = directory;
    }

    private static Thing thing(String name) {
        return new Thing(
                name,
                Instant.parse("2026-01-02T03:04:05.678Z"),
                Duration.ofMinutes(3),
                Optional.empty(),
                Optional.of("ü \"quoted\"\n"),
                List.of(new Thing.Part("a", Optional.of(1)), new Thing.Part("b", Optional.empty())));
    }

    private Table<Thing> things(World world) {
        return world.table(TABLE, Thing.class);
    }

    @Test
    void rowsComeBackEqualInAnotherProcess() {
        things(Worlds.in(directory, clock)).put("x", thing("x"));

        assertThat(things(Worlds.in(directory, clock)).get("x")).contains(thing("x"));
    }

    @Test
    void rowsKeepTheOrderInWhichTheirKeysWereFirstPut() {
        World world = Worlds.in(directory, clock);
        List.of("c", "a", "b").forEach(name -> things(world).put(name, thing(name)));
        things(world).put("c", thing("C"));

        assertThat(things(Worlds.in(directory, clock)).rows())
                .extracting(Thing::name)
                .containsExactly("C", "a", "b");
    }

    @Test
    void aTransactionThatThrowsLeavesNothingBehind() {
        for (World world : List.of(Worlds.inMemory(clock), Worlds.in(directory, clock))) {
            things(world).put("kept", thing("kept"));

            assertThatThrownBy(() -> world.transaction(() -> {
                        things(world).put("lost", thing("lost"));
                        things(world).remove("kept");
                        throw new IllegalStateException("no");
                    }))
                    .hasMessage("no");

            assertThat(things(world).rows()).extracting(Thing::name).containsExactly("kept");
        }
        assertThat(things(Worlds.in(directory, clock)).rows())
                .extracting(Thing::name)
                .containsExactly("kept");
    }

    @Test
    void aWorldSeesWhatAnotherHasWritten() {
        World one = Worlds.in(directory, clock);
        World other = Worlds.in(directory, clock);
        things(one).put("x", thing("x"));
        assertThat(things(other).get("x")).isPresent();

        things(other).remove("x");
        assertThat(things(one).get("x")).isEmpty();
    }

    @Test
    void countingFromManyThreadsAndWorldsLosesNothing() throws Exception {
        List<World> worlds =
                List.of(Worlds.in(directory, clock), Worlds.in(directory, clock), Worlds.in(directory, clock));
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Callable<Integer>> tasks = IntStream.range(0, 60)
                    .mapToObj(number -> (Callable<Integer>) () -> increment(worlds.get(number % worlds.size())))
                    .toList();
            for (Future<Integer> done : threads.invokeAll(tasks)) {
                done.get();
            }
        }

        assertThat(worlds.getFirst().table("counters", Counter.class).get("n")).contains(new Counter(60));
    }

    static int increment(World world) {
        return world.transaction(() -> {
            Table<Counter> counters = world.table("counters", Counter.class);
            int next = counters.get("n").map(Counter::value).orElse(0) + 1;
            counters.put("n", new Counter(next));
            return next;
        });
    }

    @Test
    void twoProcessesMayWriteAtOnce() throws Exception {
        List<Process> processes = List.of(counting(), counting());
        for (Process process : processes) {
            String output = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor()).as(output).isZero();
        }

        assertThat(Worlds.in(directory, clock).table("counters", Counter.class).get("n"))
                .contains(new Counter(100));
    }

    private Process counting() throws IOException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        return new ProcessBuilder(
                        java,
                        "-cp",
                        System.getProperty("java.class.path"),
                        CountFifty.class.getName(),
                        directory.toString())
                .start();
    }

    /// What each of the two processes runs.
    static final class CountFifty {
        private CountFifty() {}

        public static void main(String[] arguments) {
            World world = Worlds.in(Path.of(arguments[0]), new TurnableClock());
            IntStream.range(0, 50).forEach(_ -> increment(world));
        }
    }

    @Test
    void aStateFromTheFutureIsRefusedAndKept() throws IOException {
        Path file = directory.resolve("state.json");
        Files.writeString(file, "{\"format\": 99, \"tables\": {}}");
        World world = Worlds.in(directory, clock);

        assertThatThrownBy(() -> things(world).put("x", thing("x")))
                .isInstanceOfSatisfying(NewerStateException.class, newer -> {
                    assertThat(newer.found()).isEqualTo(99);
                    assertThat(newer.supported()).isEqualTo(StateFile.FORMAT);
                });
        assertThat(file).content().contains("99");
    }

    @Test
    void refusesAStateOfAnOlderFormat() throws IOException {
        Files.writeString(directory.resolve("state.json"), "{\"format\": 1, \"tables\": {}}");

        assertThatThrownBy(() -> things(Worlds.in(directory, clock)).rows())
                .isInstanceOf(BrokenStateException.class)
                .hasMessageContaining("format 1 by an older version");
    }

    @Test
    void aBrokenStateIsRefused() throws IOException {
        Files.writeString(directory.resolve("state.json"), "{\"format\": 2, \"tables\": {");

        assertThatThrownBy(() -> things(Worlds.in(directory, clock)).rows())
                .isInstanceOf(BrokenStateException.class)
                .hasMessageContaining("state.json");
    }

    @Test
    void anUnfinishedWriteOfADeadProcessIsIgnored() throws IOException {
        things(Worlds.in(directory, clock)).put("x", thing("x"));
        Files.writeString(directory.resolve("state.json.new"), "{\"format\": 2, \"tab");

        World next = Worlds.in(directory, clock);
        assertThat(things(next).get("x")).isPresent();
        things(next).put("y", thing("y"));
        assertThat(things(Worlds.in(directory, clock)).rows()).hasSize(2);
    }

    @Test
    void aWriteThatFailsChangesNothing() throws IOException {
        World world = Worlds.in(directory, clock);
        things(world).put("x", thing("x"));
        Files.createDirectories(directory.resolve("state.json.new/in-the-way"));

        assertThatThrownBy(() -> things(world).put("y", thing("y"))).isInstanceOf(UncheckedIOException.class);
        assertThat(things(world).rows()).hasSize(1);
        assertThat(things(Worlds.in(directory, clock)).rows()).hasSize(1);
    }

    @Test
    void readingWritesNothing() throws IOException {
        World world = Worlds.in(directory, clock);
        things(world).put("x", thing("x"));
        var before = Files.getLastModifiedTime(directory.resolve("state.json"));

        things(world).rows();
        things(world).put("x", thing("x"));

        assertThat(Files.getLastModifiedTime(directory.resolve("state.json"))).isEqualTo(before);
    }

    @Test
    void emulatedTimeNeverRunsBackwardsFromOneProcessToTheNext() {
        TurnableClock real = new TurnableClock();
        SandboxClock first = SandboxClock.scaled(real, 60);
        World world = Worlds.in(directory, first);
        things(world).put("x", thing("x"));
        real.turn(Duration.ofSeconds(10));
        things(world).rows();
        Instant reached = first.instant();

        SandboxClock second = SandboxClock.scaled(real, 60);
        things(Worlds.in(directory, second)).rows();

        assertThat(reached).isEqualTo(Instant.parse("2026-01-01T00:10:00Z"));
        assertThat(second.instant()).isEqualTo(reached);
        real.turn(Duration.ofSeconds(1));
        assertThat(second.instant()).isEqualTo(reached.plusSeconds(60));
    }

    @Test
    void betweenTwoProcessesTimePassesAsOutside() {
        TurnableClock real = new TurnableClock();
        things(Worlds.in(directory, SandboxClock.scaled(real, 60))).put("x", thing("x"));
        real.turn(Duration.ofHours(8));

        SandboxClock next = SandboxClock.scaled(real, 60);
        things(Worlds.in(directory, next)).rows();

        assertThat(next.instant()).isEqualTo(real.instant());
        assertThat(next.realTime(Duration.ofMinutes(3))).isEqualTo(Duration.ofSeconds(3));
    }
}
