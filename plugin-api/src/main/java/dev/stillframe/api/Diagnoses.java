// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.api;

import java.util.List;

/** Capability of a factory: says what a configured application still lacks, for {@code doctor}. */
public interface Diagnoses {
    /**
     * Examines an application. Changes nothing; goes on after the first thing that is wrong, so that the operator sees
     * everything at once.
     *
     * <p>Thread: one at a time per factory. An application that is down is a diagnosis, not an exception.
     */
    List<Diagnosis> diagnose(Settings settings, WriterContext context, Deadline deadline) throws WriterException;

    /**
     * One thing that was examined.
     *
     * @param subject what was examined, a few words
     * @param finding what was found
     * @param remedy what to do, for example the exact statement to run; empty if nothing
     */
    record Diagnosis(Status status, String subject, String finding, String remedy) {}

    /** How serious a diagnosis is. */
    enum Status {
        /** Nothing to do. */
        GOOD,
        /** A backup works, but claims less or costs more than it could. */
        WARNING,
        /** A backup will not work. */
        MISSING
    }
}
