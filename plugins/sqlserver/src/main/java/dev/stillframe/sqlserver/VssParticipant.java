// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.sqlserver;

import dev.stillframe.api.BackupImage;
import dev.stillframe.api.BackupType;
import dev.stillframe.api.ComponentId;
import dev.stillframe.api.Cycle;
import dev.stillframe.api.Deadline;
import dev.stillframe.api.Participant;
import dev.stillframe.api.Verdict;
import dev.stillframe.api.WriterException;
import dev.stillframe.sqlserver.backup.ForeignBase;
import dev.stillframe.sqlserver.database.Catalog;
import dev.stillframe.sqlserver.database.Located;
import dev.stillframe.sqlserver.validate.ImageValidation;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One cycle of one instance on Windows. SqlServerWriter does the holding, and the snapshot provider tells it how the
 * backup ended: what is left is to see that the plan still holds, and to judge what was taken.
 */
final class VssParticipant implements Participant {
    private final Layout layout;
    private final Catalog catalog;
    private final Cycle cycle;
    private final List<Located> planned;
    private volatile boolean aborted;

    /** @param planned what the plan of this cycle was made from */
    VssParticipant(Layout layout, Catalog catalog, Cycle cycle, List<Located> planned) {
        this.layout = layout;
        this.catalog = catalog;
        this.cycle = cycle;
        this.planned = planned.stream()
                .filter(each -> cycle.grains().containsKey(each.id()))
                .toList();
    }

    @Override
    public void prepare(Deadline deadline) throws WriterException {
        layout.again(planned);
        if (cycle.type() != BackupType.COPY) {
            new ForeignBase(catalog).refuse(planned);
        }
    }

    @Override
    public Map<ComponentId, Verdict> validate(BackupImage image, Deadline deadline) throws WriterException {
        Deadline ends = () -> aborted ? Duration.ZERO : deadline.remaining();
        Map<ComponentId, Verdict> verdicts = new LinkedHashMap<>();
        for (Located located : planned) {
            verdicts.put(located.id(), new ImageValidation(located).verdict(image, ends));
        }
        return verdicts;
    }

    @Override
    public void abort() {
        aborted = true;
    }

    @Override
    public void close() {
        aborted = true;
    }
}
