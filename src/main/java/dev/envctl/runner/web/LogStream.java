package dev.envctl.runner.web;

import dev.envctl.runner.run.Run;
import dev.envctl.runner.run.Runs;
import dev.envctl.runner.web.view.LogLine;
import dev.envctl.runner.web.view.RunPage;
import io.javalin.http.Context;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/// The log of a run while it grows, as server-sent events: `line` for each line, `state` when the run moved on, `over`
/// at its end. Every watcher is a virtual thread that looks into the database, so it does not matter which replica does
/// the work. A browser that lost the connection says which line it had last.
final class LogStream {

    private static final int MOST_WATCHERS = 200;
    private static final long PAUSE_MILLIS = 500;
    private static final Duration HEARTBEAT = Duration.ofSeconds(15);
    /// Then the browser connects again, and its session is looked at again.
    private static final Duration LONGEST = Duration.ofMinutes(10);

    private final WebParts parts;
    private final Semaphore watchers = new Semaphore(MOST_WATCHERS);
    private final CountDownLatch stopping = new CountDownLatch(1);

    LogStream(WebParts parts) {
        this.parts = parts;
    }

    void stop() {
        stopping.countDown();
    }

    void stream(Context context) throws IOException, InterruptedException {
        Run run = find(Asked.id(context));
        if (!watchers.tryAcquire()) {
            throw new WebException(503, "busy", "Too many are watching. Load the page again to see more.");
        }
        try {
            context.disableCompression();
            context.res().setContentType("text/event-stream; charset=utf-8");
            context.res().setHeader("X-Accel-Buffering", "no");
            follow(run, after(context), context.res().getOutputStream());
        } finally {
            watchers.release();
        }
    }

    private static int after(Context context) {
        return Optional.ofNullable(context.header("Last-Event-ID"))
                .filter(id -> id.matches("\\d{1,9}"))
                .map(Integer::parseInt)
                .orElseGet(() -> Math.toIntExact(
                        Asked.number(context, "after", Integer.MAX_VALUE).orElse(0L)));
    }

    /// Lines are read after the state: whoever saw the end has seen every line.
    private void follow(Run begun, int after, OutputStream out) throws IOException, InterruptedException {
        Runs runs = parts.store().runs();
        Instant start = parts.clock().instant();
        Instant lastWrite = start;
        int last = after;
        String said = "";
        send(out, "retry: 2000\n\n");
        while (true) {
            Run run = find(begun.id());
            StringBuilder events = new StringBuilder();
            for (Runs.Line line : runs.lines(run.id(), last)) {
                events.append(event(LogLine.of(line)));
                last = line.number();
            }
            String state = RunPage.streamState(run);
            if (!state.equals(said)) {
                events.append("event: state\ndata: ").append(state).append("\n\n");
                said = state;
            }
            if (run.isOver()) {
                send(out, events + "event: over\ndata: " + state + "\n\n");
                return;
            }
            Instant now = parts.clock().instant();
            if (events.isEmpty() && lastWrite.plus(HEARTBEAT).isBefore(now)) {
                events.append(": still here\n\n");
            }
            if (!events.isEmpty()) {
                send(out, events.toString());
                lastWrite = now;
            }
            if (start.plus(LONGEST).isBefore(now) || stopping.await(PAUSE_MILLIS, TimeUnit.MILLISECONDS)) {
                return;
            }
        }
    }

    /// The data is the time, a space, and the text; a line of text never ends an event.
    private static String event(LogLine line) {
        String text = line.text().replace("\n", "\ndata: ");
        return "id: " + line.number() + "\nevent: line\ndata: " + line.at() + " " + text + "\n\n";
    }

    private static void send(OutputStream out, String events) throws IOException {
        out.write(events.getBytes(StandardCharsets.UTF_8));
        out.flush();
    }

    private Run find(long id) {
        return parts.store()
                .runs()
                .find(id)
                .orElseThrow(() -> WebException.notFound("There is no such run, or it is forgotten by now."));
    }
}
