// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.job;

import dev.stillframe.api.Diagnoses;
import dev.stillframe.error.StillframeException;
import java.util.List;

/** Says what will work here and what is missing. Changes nothing. */
@SuppressWarnings("DoNotCallSuggester") // until it is written
public final class Doctor {
    public Doctor(Site site) {}

    /** Examines the host, the destination and every application; goes on after what is wrong. */
    public Result run() throws StillframeException {
        throw new UnsupportedOperationException();
    }

    /** @param sections the host first, then each application */
    public record Result(List<Section> sections) {}

    /** One subject's diagnoses. */
    public record Section(String name, List<Diagnoses.Diagnosis> diagnoses) {}
}
