// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.cli;

import java.text.MessageFormat;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.LogRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes over what libraries log through the JDK (database drivers do): it would appear on the terminal. */
final class JulToSlf4j extends Handler {
    private JulToSlf4j() {}

    static void install() {
        LogManager.getLogManager().reset();
        java.util.logging.Logger.getLogger("").addHandler(new JulToSlf4j());
    }

    @Override
    public void publish(LogRecord line) {
        Logger logger = LoggerFactory.getLogger(line.getLoggerName() == null ? "jdk" : line.getLoggerName());
        String message = text(line);
        int level = line.getLevel().intValue();
        if (level >= Level.SEVERE.intValue()) {
            logger.error(message, line.getThrown());
        } else if (level >= Level.WARNING.intValue()) {
            logger.warn(message, line.getThrown());
        } else if (level >= Level.INFO.intValue()) {
            logger.info(message, line.getThrown());
        } else {
            logger.debug(message, line.getThrown());
        }
    }

    private static String text(LogRecord line) {
        String message = line.getMessage() == null ? "" : line.getMessage();
        Object[] parameters = line.getParameters();
        try {
            return parameters == null || parameters.length == 0 ? message : MessageFormat.format(message, parameters);
        } catch (IllegalArgumentException e) { // not meant to be a format
            return message;
        }
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
}
