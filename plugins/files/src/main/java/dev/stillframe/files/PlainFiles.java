// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.files;

import dev.stillframe.api.BackupImage;
import dev.stillframe.api.ComponentId;
import dev.stillframe.api.Cycle;
import dev.stillframe.api.Deadline;
import dev.stillframe.api.Participant;
import dev.stillframe.api.Verdict;
import dev.stillframe.api.WriterException;
import java.util.HashMap;
import java.util.Map;

/** Files in one cycle, with nothing done about them. */
class PlainFiles implements Participant {
    private static final Verdict VERDICT = new Verdict.Unverifiable("ordinary files carry nothing to check them by");

    private final Cycle cycle;

    PlainFiles(Cycle cycle) {
        this.cycle = cycle;
    }

    @Override
    public void prepare(Deadline deadline) throws WriterException {}

    @Override
    public Map<ComponentId, Verdict> validate(BackupImage image, Deadline deadline) {
        Map<ComponentId, Verdict> verdicts = new HashMap<>();
        cycle.grains().keySet().forEach(component -> verdicts.put(component, VERDICT));
        return verdicts;
    }

    @Override
    public void abort() {}

    @Override
    public void close() {}
}
