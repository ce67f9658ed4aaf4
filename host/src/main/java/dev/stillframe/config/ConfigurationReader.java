// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.config;

import java.nio.file.Path;
import java.util.Map;

/** Reads configuration files. Immutable; any thread. */
@SuppressWarnings("DoNotCallSuggester") // its bodies follow
public final class ConfigurationReader {
    private final Map<String, String> environment;

    /** @param environment what {@code ${env:NAME}} refers to, normally {@link System#getenv()} */
    public ConfigurationReader(Map<String, String> environment) {
        this.environment = Map.copyOf(environment);
    }

    /**
     * Reads a file completely and checks it, each application's settings against its writer's schema included.
     *
     * @throws ConfigurationException if anything is wrong, with everything that is
     */
    public Configuration read(Path file, WriterSchemas writers) throws ConfigurationException {
        throw new UnsupportedOperationException("not yet: " + file + environment.size() + writers);
    }

    /**
     * Reads a file for a command that starts no writer: settings are not checked against any schema.
     *
     * @throws ConfigurationException if anything else is wrong, with everything that is
     */
    public Configuration readWithoutWriters(Path file) throws ConfigurationException {
        throw new UnsupportedOperationException("not yet: " + file + environment.size());
    }
}
