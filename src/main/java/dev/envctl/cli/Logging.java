package dev.envctl.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.spi.ContextAwareBase;
import org.slf4j.LoggerFactory;

/// Warnings to stderr, everything with `--debug`. Found by Logback as a service; written in Java because reading an XML
/// file would take a tenth of the time that a plan may take.
public final class Logging extends ContextAwareBase implements Configurator {

    @Override
    public ExecutionStatus configure(LoggerContext loggers) {
        Logger root = loggers.getLogger(Logger.ROOT_LOGGER_NAME);
        root.setLevel(Level.WARN);
        root.addAppender(stderr(loggers));
        // warns of every v1beta1, which is all there is of a target group binding
        loggers.getLogger("io.fabric8.kubernetes.client.dsl.internal.VersionUsageUtils")
                .setLevel(Level.ERROR);
        return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
    }

    /// The AWS requests with their ids, and what envctl itself has to say.
    static void showDetails() {
        var loggers = (LoggerContext) LoggerFactory.getILoggerFactory();
        loggers.getLogger("dev.envctl").setLevel(Level.DEBUG);
        loggers.getLogger("software.amazon.awssdk.request").setLevel(Level.DEBUG);
    }

    private static ConsoleAppender<ILoggingEvent> stderr(LoggerContext loggers) {
        var lines = new PatternLayoutEncoder();
        lines.setContext(loggers);
        lines.setPattern("%d{HH:mm:ss.SSS} %-5level %logger{0}: %msg%n");
        lines.start();
        var appender = new ConsoleAppender<ILoggingEvent>();
        appender.setContext(loggers);
        appender.setTarget("System.err");
        appender.setEncoder(lines);
        appender.start();
        return appender;
    }
}
