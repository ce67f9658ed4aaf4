// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** What was found wrong so far. One reading, one thread. */
final class Findings {
    private final Path file;
    private final Set<ConfigurationError> errors = new LinkedHashSet<>();

    Findings(Path file) {
        this.file = file;
    }

    void add(String code, Position position, Pointer pointer, String message, String hint) {
        errors.add(new ConfigurationError(
                "config." + code, file, position.line(), position.column(), pointer.text(), message, hint));
    }

    /**
     * Adds what a schema says, but for values that were found to be wrong before: those would be told twice.
     *
     * @param root what the violations' pointers start from
     */
    void addAll(List<Violation> violations, Document document, Pointer root) {
        Set<String> known = errors.stream().map(ConfigurationError::pointer).collect(Collectors.toSet());
        for (Violation violation : violations) {
            Pointer at = violation.pointer().below(root);
            if (violation.aboutKey()) {
                add(violation.code(), document.key(at), at, violation.message(), violation.hint());
            } else if (!known.contains(at.text())) {
                add(violation.code(), document.value(at), at, violation.message(), violation.hint());
            }
        }
    }

    /** Whether a value or anything in it was found wrong. */
    boolean areBelow(Pointer pointer) {
        return errors.stream()
                .map(ConfigurationError::pointer)
                .anyMatch(each -> each.equals(pointer.text()) || each.startsWith(pointer.text() + "/"));
    }

    /** @throws ConfigurationException if there is anything, in the order of the file */
    void throwIfAny() throws ConfigurationException {
        if (!errors.isEmpty()) {
            List<ConfigurationError> sorted = new ArrayList<>(errors);
            sorted.sort(Comparator.comparing(error -> new Position(error.line(), error.column())));
            throw new ConfigurationException(file, sorted);
        }
    }
}
