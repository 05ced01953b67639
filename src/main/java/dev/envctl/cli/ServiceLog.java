package dev.envctl.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.JsonEncoder;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.OutputStreamAppender;
import ch.qos.logback.core.encoder.Encoder;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.LoggerFactory;

/// The log of a service, in place of the one that commands have until it is closed. One event is one line: as JSON with
/// the context of a run (`run`, `environment`, `delivery`), or as text for a person.
final class ServiceLog implements AutoCloseable {

    enum Format {
        JSON,
        TEXT
    }

    private final Logger root;
    private final Logger ours;
    private final OutputStreamAppender<ILoggingEvent> appender;
    private final List<Appender<ILoggingEvent>> before = new ArrayList<>();

    private ServiceLog(LoggerContext loggers, OutputStreamAppender<ILoggingEvent> appender) {
        this.root = loggers.getLogger(Logger.ROOT_LOGGER_NAME);
        this.ours = loggers.getLogger("dev.envctl");
        this.appender = appender;
    }

    static ServiceLog open(Format format, OutputStream stream, Redaction redaction) {
        var loggers = (LoggerContext) LoggerFactory.getILoggerFactory();
        var appender = new OutputStreamAppender<ILoggingEvent>();
        appender.setContext(loggers);
        appender.setEncoder(new RedactingEncoder(encoder(format, loggers), redaction));
        appender.setOutputStream(stream);
        appender.start();
        var log = new ServiceLog(loggers, appender);
        log.takeOver();
        return log;
    }

    private void takeOver() {
        root.iteratorForAppenders().forEachRemaining(before::add);
        before.forEach(root::detachAppender);
        root.addAppender(appender);
        if (!ours.isDebugEnabled()) {
            ours.setLevel(Level.INFO);
        }
    }

    private static Encoder<ILoggingEvent> encoder(Format format, LoggerContext loggers) {
        Encoder<ILoggingEvent> encoder = switch (format) {
            case JSON -> json();
            case TEXT -> text();
        };
        encoder.setContext(loggers);
        encoder.start();
        return encoder;
    }

    /// JSON may hold `/` as it is; escaped, addresses and secrets are neither read nor found.
    private static final class PlainSlashes extends JsonEncoder {
        @Override
        public byte[] encode(ILoggingEvent event) {
            return new String(super.encode(event), StandardCharsets.UTF_8)
                    .replace("\\/", "/")
                    .getBytes(StandardCharsets.UTF_8);
        }
    }

    /// Arguments stand in the message already.
    private static JsonEncoder json() {
        var encoder = new PlainSlashes();
        encoder.setWithFormattedMessage(true);
        encoder.setWithMessage(false);
        encoder.setWithArguments(false);
        encoder.setWithContext(false);
        encoder.setWithNanoseconds(false);
        encoder.setWithSequenceNumber(false);
        return encoder;
    }

    private static PatternLayoutEncoder text() {
        var encoder = new PatternLayoutEncoder();
        encoder.setPattern("%d{HH:mm:ss.SSS} %-5level %logger{0}: %replace(%mdc ){'^ $', ''}%msg%n");
        return encoder;
    }

    /// The log of commands again.
    @Override
    public void close() {
        root.detachAppender(appender);
        before.forEach(root::addAppender);
        if (!ours.isDebugEnabled()) {
            ours.setLevel(null);
        }
    }
}
