package dev.envctl.runner.run;

import org.slf4j.MDC;

/// What the events of a log say of themselves while a thread works on a run or a delivery: `run`, `environment`,
/// `delivery`. To be closed by the thread that opened it.
public final class LogContext implements AutoCloseable {

    private final MDC.MDCCloseable first;
    private final MDC.MDCCloseable second;

    private LogContext(MDC.MDCCloseable first, MDC.MDCCloseable second) {
        this.first = first;
        this.second = second;
    }

    public static LogContext of(Run run) {
        return new LogContext(
                MDC.putCloseable("run", Long.toString(run.id())),
                MDC.putCloseable("environment", run.environment().text()));
    }

    /// `id` is the forge's own.
    public static LogContext delivery(String forge, String id) {
        return new LogContext(MDC.putCloseable("forge", forge), MDC.putCloseable("delivery", id));
    }

    @Override
    public void close() {
        second.close();
        first.close();
    }
}
