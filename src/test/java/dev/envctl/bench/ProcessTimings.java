package dev.envctl.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Wall time and peak memory of `target/envctl/bin/envctl` as a person starts it:
///
///     ProcessTimings [runs] [arguments of envctl …]
///
/// Without arguments it times the commands that have a bar. The peak is the kernel's own high-water mark, read until
/// the process is gone, so it needs Linux; elsewhere it says 0.
public final class ProcessTimings {

    private static final Path LAUNCHER = Path.of("target/envctl/bin/envctl").toAbsolutePath();
    private static final Pattern HIGH_WATER_MARK = Pattern.compile("VmHWM:\\s+(\\d+) kB");
    private static final List<List<String>> BARS =
            List.of(List.of("--version"), List.of("plan", "environments/sandbox"));

    record Run(Duration wall, long peakKilobytes, int exit) {}

    private ProcessTimings() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        int runs = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 10;
        List<List<String>> commands =
                arguments.length > 1 ? List.of(List.of(arguments).subList(1, arguments.length)) : BARS;
        for (List<String> command : commands) {
            print(command, measure(command, runs));
        }
    }

    /// The first run warms the page cache and is not counted.
    private static List<Run> measure(List<String> command, int runs) throws IOException, InterruptedException {
        run(command);
        var measured = new ArrayList<Run>();
        for (int i = 0; i < runs; i++) {
            measured.add(run(command));
        }
        return measured;
    }

    private static Run run(List<String> command) throws IOException, InterruptedException {
        var words = new ArrayList<>(List.of(LAUNCHER.toString()));
        words.addAll(command);
        long start = System.nanoTime();
        Process process = new ProcessBuilder(words)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        long peak = 0;
        do {
            peak = Math.max(peak, highWaterMark(process.pid()));
        } while (!process.waitFor(2, TimeUnit.MILLISECONDS));
        return new Run(Duration.ofNanos(System.nanoTime() - start), peak, process.exitValue());
    }

    private static long highWaterMark(long process) {
        try {
            Matcher mark = HIGH_WATER_MARK.matcher(Files.readString(Path.of("/proc/" + process + "/status"), UTF_8));
            return mark.find() ? Long.parseLong(mark.group(1)) : 0;
        } catch (IOException gone) {
            return 0;
        }
    }

    private static void print(List<String> command, List<Run> runs) {
        List<Long> millis =
                runs.stream().map(run -> run.wall().toMillis()).sorted().toList();
        long peak = runs.stream().mapToLong(Run::peakKilobytes).max().orElse(0);
        long failed = runs.stream().filter(run -> run.exit() != 0).count();
        System.out.println(String.format(
                Locale.ROOT,
                "envctl %s: %d runs, best %d ms, median %d ms, worst %d ms, peak %d MB, %d failed",
                String.join(" ", command),
                runs.size(),
                millis.getFirst(),
                millis.get(millis.size() / 2),
                millis.getLast(),
                peak / 1024,
                failed));
    }
}
