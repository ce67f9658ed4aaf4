// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.cli;

import ch.qos.logback.classic.AsyncAppender;
import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.PatternLayout;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.encoder.LayoutWrappingEncoder;
import ch.qos.logback.core.rolling.FixedWindowRollingPolicy;
import ch.qos.logback.core.rolling.RollingFileAppender;
import ch.qos.logback.core.rolling.SizeBasedTriggeringPolicy;
import ch.qos.logback.core.util.FileSize;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.slf4j.ILoggerFactory;
import org.slf4j.LoggerFactory;

/**
 * The log: a file in the state directory and nothing else. A thread of its own writes it, and nobody ever waits for that
 * thread: a log that cannot be written loses lines and holds nothing up.
 */
final class Logging implements AutoCloseable {
    private static final int QUEUE = 8192;
    private static final String PATTERN = "%d{yyyy-MM-dd'T'HH:mm:ss.SSSXXX} %-5level [%thread] %logger{30} %msg%n";

    /** What calls plugins: says with a stack trace what they threw that their contract does not know. */
    private static final String CALLS = "dev.stillframe.runtime.call";

    /** Libraries that tell at every start what goes without saying. */
    private static final List<String> CHATTY = List.of("com.zaxxer", "org.flywaydb", "org.pf4j", "org.jline");

    private final Output output;
    private String file = "";
    private final Gate gate = new Gate();

    Logging(Output output) {
        this.output = output;
    }

    /** Ends what the library does by itself: it would log to the standard output. */
    static void silence() {
        JulToSlf4j.install();
        context().ifPresent(context -> {
            context.reset();
            context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME).setLevel(Level.OFF);
        });
    }

    /** Logs into the state directory from now on, if there is one; {@code init} makes it. */
    void into(Path stateDirectory) {
        Path log = stateDirectory.resolve("stillframe.log");
        if (!Files.isWritable(Files.exists(log) ? log : stateDirectory)) {
            return;
        }
        context().ifPresent(context -> {
            context.reset();
            ch.qos.logback.classic.Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
            root.setLevel(Level.INFO);
            context.getLogger(CALLS).setLevel(Level.DEBUG);
            CHATTY.forEach(name -> context.getLogger(name).setLevel(Level.WARN));
            root.addAppender(async(context, rolling(context, log)));
            file = log.toString();
        });
    }

    /** Where the log is; empty if there is none. */
    String file() {
        return file;
    }

    /** From now on nothing is written; what is said waits in the queue. Returns when that is so, or after a while. */
    void hold() {
        gate.close();
    }

    /** Writes again, what has waited first. */
    void release() {
        gate.open();
    }

    /** Writes out what waits. */
    @Override
    public void close() {
        gate.open();
        if (!file.isEmpty()) {
            context().ifPresent(LoggerContext::stop);
        }
    }

    private RollingFileAppender<ILoggingEvent> rolling(LoggerContext context, Path log) {
        RollingFileAppender<ILoggingEvent> appender = new RollingFileAppender<>();
        appender.setContext(context);
        appender.setFile(log.toString());
        FixedWindowRollingPolicy rolling = new FixedWindowRollingPolicy();
        rolling.setContext(context);
        rolling.setParent(appender);
        rolling.setFileNamePattern(log + ".%i");
        rolling.setMaxIndex(5);
        rolling.start();
        SizeBasedTriggeringPolicy<ILoggingEvent> size = new SizeBasedTriggeringPolicy<>();
        size.setContext(context);
        size.setMaxFileSize(new FileSize(10 * FileSize.MB_COEFFICIENT));
        size.start();
        appender.setRollingPolicy(rolling);
        appender.setTriggeringPolicy(size);
        appender.setEncoder(encoder(context));
        appender.start();
        return appender;
    }

    private LayoutWrappingEncoder<ILoggingEvent> encoder(LoggerContext context) {
        PatternLayout layout = new PatternLayout() {
            @Override
            public String doLayout(ILoggingEvent event) {
                return output.redact(super.doLayout(event));
            }
        };
        layout.setContext(context);
        layout.setPattern(PATTERN);
        layout.start();
        LayoutWrappingEncoder<ILoggingEvent> encoder = new LayoutWrappingEncoder<>();
        encoder.setContext(context);
        encoder.setCharset(StandardCharsets.UTF_8);
        encoder.setLayout(layout);
        encoder.start();
        return encoder;
    }

    private AsyncAppender async(LoggerContext context, RollingFileAppender<ILoggingEvent> file) {
        gate.before(context, file);
        AsyncAppender async = new AsyncAppender();
        async.setContext(context);
        async.setQueueSize(QUEUE);
        async.setDiscardingThreshold(0);
        async.setNeverBlock(true);
        async.addAppender(gate);
        async.start();
        return async;
    }

    private static java.util.Optional<LoggerContext> context() {
        ILoggerFactory factory = LoggerFactory.getILoggerFactory();
        return factory instanceof LoggerContext context ? java.util.Optional.of(context) : java.util.Optional.empty();
    }
}
