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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The log of a run while it grows, as server-sent events: `line` for each line, `state` when the run moved on, `over`
/// at its end. Every watcher is a virtual thread that looks into the database, so it does not matter which replica does
/// the work. A browser that lost the connection says which line it had last.
final class LogStream {

    private static final Logger log = LoggerFactory.getLogger(LogStream.class);
    private static final int MOST_WATCHERS = 200;
    private static final long PAUSE_MILLIS = 500;
    private static final Duration HEARTBEAT = Duration.ofSeconds(15);
    /// Then the browser connects again, and its session is looked at again.
    private static final Duration LONGEST = Duration.ofMinutes(10);
    /// A browser that reads nothing any more keeps nobody from stopping.
    private static final Duration LEAVING = Duration.ofSeconds(2);

    private final WebParts parts;
    private final Semaphore watchers = new Semaphore(MOST_WATCHERS);
    private final CountDownLatch stopping = new CountDownLatch(1);

    LogStream(WebParts parts) {
        this.parts = parts;
    }

    /// Returns when those who watch were sent away, each with a whole answer, or have not left in time.
    void stop() {
        stopping.countDown();
        try {
            if (!watchers.tryAcquire(MOST_WATCHERS, LEAVING.toMillis(), TimeUnit.MILLISECONDS)) {
                log.debug("Somebody still watches; the connection is cut");
            }
        } catch (InterruptedException hurry) {
            Thread.currentThread().interrupt();
        }
    }

    void stream(Context context) throws IOException {
        Run run = find(Asked.id(context));
        if (!watchers.tryAcquire()) {
            throw new WebException(503, "busy", "Too many are watching. Load the page again to see more.");
        }
        try {
            context.disableCompression();
            context.res().setContentType("text/event-stream; charset=utf-8");
            context.res().setHeader("X-Accel-Buffering", "no");
            int after = after(context);
            new Watch(run.id(), context.res().getOutputStream(), after).follow();
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

    /// One watcher.
    private final class Watch {

        private final long id;
        private final OutputStream out;
        private final Instant start = parts.clock().instant();
        private Instant lastWrite = start;
        private int lastLine;
        private String said = "";

        Watch(long id, OutputStream out, int after) {
            this.id = id;
            this.out = out;
            this.lastLine = after;
        }

        void follow() {
            try {
                write("retry: 2000\n\n");
                boolean isOver = false;
                while (!isOver) {
                    isOver = !goesOn() || stopping.await(PAUSE_MILLIS, TimeUnit.MILLISECONDS);
                }
                // the last chunk, without which the answer would look cut off
                out.close();
            } catch (IOException gone) {
                log.debug("Somebody watches run {} no more", id, gone);
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
            }
        }

        /// Lines are read after the state: whoever saw the end has seen every line.
        private boolean goesOn() throws IOException {
            Run run = find(id);
            String events = lines() + state(run);
            if (run.isOver()) {
                write(events + "event: over\ndata: " + said + "\n\n");
                return false;
            }
            Instant now = parts.clock().instant();
            if (!events.isEmpty()) {
                write(events);
            } else if (lastWrite.plus(HEARTBEAT).isBefore(now)) {
                write(": still here\n\n");
            }
            return start.plus(LONGEST).isAfter(now);
        }

        private String lines() {
            StringBuilder events = new StringBuilder();
            for (Runs.Line line : parts.store().runs().lines(id, lastLine)) {
                events.append(event(LogLine.of(line)));
                lastLine = line.number();
            }
            return events.toString();
        }

        private String state(Run run) {
            String state = RunPage.streamState(run);
            if (state.equals(said)) {
                return "";
            }
            said = state;
            return "event: state\ndata: " + state + "\n\n";
        }

        private void write(String events) throws IOException {
            out.write(events.getBytes(StandardCharsets.UTF_8));
            out.flush();
            lastWrite = parts.clock().instant();
        }
    }

    /// The data is the time, a space, and the text; a line of text never ends an event.
    private static String event(LogLine line) {
        String text = line.text().replace("\n", "\ndata: ");
        return "id: " + line.number() + "\nevent: line\ndata: " + line.at() + " " + text + "\n\n";
    }

    private Run find(long id) {
        return parts.store()
                .runs()
                .find(id)
                .orElseThrow(() -> WebException.notFound("There is no such run, or it is forgotten by now."));
    }
}
