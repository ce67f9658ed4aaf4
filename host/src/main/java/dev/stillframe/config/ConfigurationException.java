// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.config;

import dev.stillframe.api.Retry;
import dev.stillframe.error.Problem;
import dev.stillframe.error.StillframeException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** The configuration is wrong; this names everything that is. */
public final class ConfigurationException extends StillframeException {
    private static final long serialVersionUID = 1L;

    @SuppressWarnings("serial") // never serialised: exceptions stay in the process
    private final List<ConfigurationError> errors;

    /** @param errors at least one, in the order of the file */
    public ConfigurationException(Path file, List<ConfigurationError> errors) {
        super(problem(file, errors));
        this.errors = List.copyOf(errors);
    }

    public List<ConfigurationError> errors() {
        return errors;
    }

    private static Problem problem(Path file, List<ConfigurationError> errors) {
        String count = errors.size() == 1 ? "1 error" : errors.size() + " errors";
        return new Problem(
                "config.invalid",
                file + " has " + count + ":\n"
                        + errors.stream().map(ConfigurationError::toString).collect(Collectors.joining("\n")),
                Retry.DOES_NOT_HELP,
                "");
    }
}
